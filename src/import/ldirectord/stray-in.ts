import { isDirective } from "./is-directive.ts";

/** The directives that stand in the value of another one, where ldirectord does not read them. What is quoted, or a comment, is none. */
export function strayIn(value: string): string[] {
	const bare = value.replace(/"[^"]*"/g, '""').replace(/#.*/, "");
	return [...bare.matchAll(/\s(\w+)\s*=/g)].flatMap(([, word = ""]) =>
		isDirective(word) ? [word] : [],
	);
}
