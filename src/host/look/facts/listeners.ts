import type { Question } from "../../question.ts";

/** A port as /proc/net/tcp has it: `0050`. */
function hexadecimal(port: string): string {
	return Number(port).toString(16).toUpperCase().padStart(4, "0");
}

/**
 * Port that the role serves itself -> the programs that listen there. A port at which nobody listens is left out.
 *
 * Not asked of `ss`, which loads modules of the kernel (tcp_diag), and a look must load none.
 */
export const listeners: Question<Readonly<Record<string, readonly string[]>>> =
	{
		probe({ serves = {} }) {
			const ports = Object.keys(serves).map(hexadecimal);
			return ports.length === 0
				? ""
				: `sockets=$(awk '$4 == "0A" && $2 ~ /:(${ports.join("|")})$/ { print $2, $10 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
[ -z "$sockets" ] || {
	echo "$sockets" | sed 's/^/listens /'
	find /proc/[0-9]*/fd \\( $(echo "$sockets" | sed 's/.* \\(.*\\)/-lname socket:\\\\[\\1\\\\] -o/') -false \\) -printf '%l %h\\n' 2>/dev/null |
		while read -r socket process; do
			read -r program <"\${process%/fd}/comm" && echo "owner $socket $program"
		done 2>/dev/null | sort -u
}`;
		},
		parse({ lines }) {
			const rows = lines.map((line) => line.trim().split(" "));
			const found: Record<string, string[]> = {};
			for (const [kind, local = "", inode] of rows) {
				if (kind !== "listens") continue;
				const port = Number.parseInt(local.split(":")[1] ?? "", 16);
				const programs = rows.flatMap(([kind, socket, ...name]) =>
					kind === "owner" && socket === `socket:[${inode}]`
						? [name.join(" ")]
						: [],
				);
				// a socket without a process is the kernel's
				const names = programs.length === 0 ? ["the kernel"] : programs;
				found[port] = [...new Set([...(found[port] ?? []), ...names])];
			}
			return found;
		},
	};
