import { hexadecimal } from "../../../model/hexadecimal.ts";
import type { Question } from "../../question.ts";
import { socketTables } from "../../socket-tables.ts";

/**
 * Port that the role serves itself -> the programs that listen there. A port at which nobody listens is left out.
 *
 * Not asked of `ss`, which loads modules of the kernel (tcp_diag), and a look must load none.
 */
export const listeners: Question<Readonly<Record<string, readonly string[]>>> =
	{
		onlyBefore: true,
		probe({ serves = {} }) {
			const ports = Object.keys(serves).map((port) =>
				hexadecimal(Number(port), 4),
			);
			const programs = [...new Set(Object.values(serves).flat())];
			return ports.length === 0
				? ""
				: `set --
for word in $(awk '$4 == "0A" && $2 ~ /:(${ports.join("|")})$/ { print $2, $10 }' ${socketTables("tcp", "tcp6")}); do
	case $word in
	*:*) socket=$word ;;
	*) echo "listens $socket $word"; set -- "$@" -lname "socket:\\[$word\\]" -o ;;
	esac
done
[ $# = 0 ] || {
	set -- \\( "$@" -false \\)
	# the first process of the service is asked first: to ask all of a host takes ten times as long
	main=
	for procs in${programs.map((name) => ` /sys/fs/cgroup/system.slice/${name}.service/cgroup.procs`).join("")}; do
		[ ! -r "$procs" ] || read -r main <"$procs" || :
	done
	found=$(case $main in ?*) find "/proc/$main/fd" "$@" -printf '%l %h\\n' 2>/dev/null ;; esac)
	count=0
	for word in $found; do count=$((count + 1)); done
	# each socket is three words of the question and two of the answer; two are the parentheses, one is -false
	[ $((count / 2 * 3)) = $(($# - 3)) ] || found=$(find /proc/[0-9]*/fd "$@" -printf '%l %h\\n' 2>/dev/null)
	for word in $found; do
		case $word in
		/*) read -r program <"\${word%/fd}/comm" && echo "owner $socket $program" ;;
		*) socket=$word ;;
		esac
	done 2>/dev/null
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
