/** A place in a declaration: the keys that lead to it. */
export type Path = readonly string[];

/** A path as JavaScript writes it: `realServers.rs1.weight`, `realServers["web 1"].weight`, `also[1].page`. */
export function formatPath(keys: readonly PropertyKey[]): string {
	return keys.length === 0
		? "declaration"
		: keys
				.map(String)
				.map((key, index) =>
					/^[A-Za-z_$][\w$-]*$/.test(key)
						? `${index === 0 ? "" : "."}${key}`
						: `[${/^\d+$/.test(key) ? key : JSON.stringify(key)}]`,
				)
				.join("");
}
