import { tablesOf } from "./tables.ts";

/** The default number of a cluster's group of directors: 1 to 255, always the same for the same name. */
export function routerIdOf(cluster: string): number {
	return 1 + (tablesOf(cluster).routing % 255);
}
