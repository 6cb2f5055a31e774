import type { Forgotten, Leaving } from "./forget-host.ts";

/** Says what will be forgotten, and what stays on the host. */
export function formatLeaving({ stack, host, roles }: Leaving): string {
	return [
		`stack ${stack}: ${host} is taken out of the state. The host is not touched. If it ever comes back, it still has`,
		...roles.flatMap(({ component, role, name, stays }) => [
			`as ${component} ${role} ${name}:`,
			...stays.map((line) => `  ${line}`),
		]),
	].join("\n");
}

/** Says that it was done, and what is left to do. */
export function formatForgotten({
	name,
	copy,
	declared,
	directors,
}: Forgotten): string {
	return [
		`${name} is forgotten. The state as it was: ${copy} (pulumi stack import --file brings it back)`,
		...(declared
			? [
					`Take ${name} out of the declaration: otherwise the next up sets it up again.`,
				]
			: []),
		...directors.map(
			({ cluster, director }) =>
				`${director} still sends it its share of cluster ${cluster}: the next up without ${name} in the declaration removes those rules.`,
		),
	].join("\n");
}
