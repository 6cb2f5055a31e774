import type { ServiceRule } from "./rule.ts";

/**
 * Whether new clients avoid a real server of weight 0. A hash scheduler without its fallback flag still chooses it, and its clients are refused until the real
 * server is deleted.
 */
export function keepsDrained({
	scheduler,
	flags,
}: Pick<ServiceRule, "scheduler" | "flags">): boolean {
	return (
		!["sh", "mh", "dh"].includes(scheduler) ||
		flags.includes(`${scheduler}-fallback`)
	);
}
