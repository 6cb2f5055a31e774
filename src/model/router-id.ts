import { tablesOf } from "./tables.ts";

/** The number of a cluster's group of directors where it declares none: 1 to 255, always the same for the same name. */
export function routerIdOf(cluster: string): number {
	return 1 + (tablesOf(cluster).routing % 255);
}
