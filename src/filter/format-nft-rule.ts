import { inside, type NftStatement, only } from "./nft-json.ts";

/** A rule of nft as a person would write it, for messages. A statement without a short form becomes its word. */
export function formatNftRule(statements: readonly NftStatement[]): string {
	return statements.map(formatStatement).filter(Boolean).join(" ");
}

function formatStatement(statement: NftStatement): string {
	const [kind, value] = only(statement);
	switch (kind) {
		case "match": {
			const op = String(inside(value, "op"));
			return [
				formatExpression(inside(value, "left")),
				...(op === "==" || op === "in" ? [] : [op]),
				formatExpression(inside(value, "right")),
			].join(" ");
		}
		case "jump":
		case "goto":
			return `${kind} ${String(inside(value, "target"))}`;
		case "vmap":
			return `${formatExpression(inside(value, "key"))} vmap ${formatExpression(inside(value, "data"))}`;
		case "counter":
			return "counter";
		case "log": {
			const prefix = inside(value, "prefix");
			return prefix === undefined ? "log" : `log prefix "${String(prefix)}"`;
		}
		case "quota":
		case "limit":
			if (typeof value === "string") return `${kind} name "${value}"`;
			if (kind === "quota") return kind;
			return `limit rate ${inside(value, "inv") === true ? "over " : ""}${String(inside(value, "rate"))}/${String(inside(value, "per"))}`;
		case "reject": {
			const word = inside(value, "expr");
			return word === undefined
				? "reject"
				: `reject with ${String(inside(value, "type"))} ${String(word)}`;
		}
		case "flow":
			return `flow ${String(inside(value, "op"))} ${String(inside(value, "flowtable"))}`;
		case "mangle":
			return `${formatExpression(inside(value, "key"))} set ${formatExpression(inside(value, "value"))}`;
		case "xt":
			return `xt ${String(inside(value, "name") ?? "")}`.trim();
		default:
			return kind;
	}
}

/** Lists with more elements are cut off. */
const shown = 8;

function formatExpression(expression: unknown): string {
	if (Array.isArray(expression))
		return expression.map(formatExpression).join(",");
	if (typeof expression !== "object" || expression === null)
		return String(expression);
	const [kind, value] = only(expression);
	switch (kind) {
		case "payload":
			return `${String(inside(value, "protocol"))} ${String(inside(value, "field"))}`;
		case "meta":
			return /^(iif|oif)/.test(String(inside(value, "key")))
				? String(inside(value, "key"))
				: `meta ${String(inside(value, "key"))}`;
		case "ct":
			return `ct ${String(inside(value, "key"))}`;
		case "fib":
			return `fib ${[inside(value, "flags")].flat().join(" . ")} ${String(inside(value, "result"))}`;
		case "prefix":
			return `${String(inside(value, "addr"))}/${String(inside(value, "len"))}`;
		case "range":
			return (value as readonly unknown[]).map(formatExpression).join("-");
		case "concat":
			return (value as readonly unknown[]).map(formatExpression).join(" . ");
		case "elem":
			return formatExpression(inside(value, "val"));
		case "&":
		case "|":
			return (value as readonly unknown[])
				.map(formatExpression)
				.join(` ${kind} `);
		case "set": {
			if (!Array.isArray(value)) return String(value);
			const list = value.slice(0, shown).map((each) =>
				// an entry of a map
				Array.isArray(each)
					? `${formatExpression(each[0])} : ${formatStatement(each[1] as NftStatement)}`
					: formatExpression(each),
			);
			return `{ ${[...list, ...(value.length > shown ? ["..."] : [])].join(", ")} }`;
		}
		default:
			return kind;
	}
}
