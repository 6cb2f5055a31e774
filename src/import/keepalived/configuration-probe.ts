import { includes } from "../../host/keepalived-files.ts";
import { section } from "../../host/sections.ts";

/**
 * Shell text that prints the configuration of the keepalived that runs besides us, and of all files that it includes. It prints a section `file PATH` with each
 * line behind a `|`. For a line that includes files it prints a section `include FOLDER PATTERN`, with a tab between, with the names of the files. A keepalived
 * that does our own work is left out, and one in a container, whose files are elsewhere.
 */
export const configurationProbe = `lvs_read() {
	case "$lvs_seen" in *"|$1|"*) return ;; esac
	lvs_seen="$lvs_seen|$1|"
	[ -r "$1" ] || return
	${section("file $1")}; sed 's/^/|/' "$1"; echo
	sed -n '${includes}' "$1" | while read -r lvs_pattern; do
		(
			cd "\${1%/*}" 2>/dev/null || exit
			IFS=
			${section(`include \${1%/*}\t$lvs_pattern`)}
			for lvs_file in $lvs_pattern; do
				[ ! -f "$lvs_file" ] || readlink -f "$lvs_file"
			done
			for lvs_file in $lvs_pattern; do
				[ ! -f "$lvs_file" ] || lvs_read "$(readlink -f "$lvs_file")"
			done
		)
	done
}
for lvs_comm in $(grep -slxE 'keepalived.*' /proc/[0-9]*/comm); do
	lvs_process=\${lvs_comm%/comm}
	[ "$lvs_process/ns/net" -ef /proc/self/ns/net ] || continue
	[ ! -e "$lvs_process/ns/mnt" ] || [ "$lvs_process/ns/mnt" -ef /proc/self/ns/mnt ] || continue
	! grep -qE 'lvs-.+-(health|failover)[.]service' "$lvs_process/cgroup" || continue
	lvs_file=$(tr '\\0' '\\n' <"$lvs_process/cmdline" | sed -n '/^-[A-Za-z]*f$/{n;p;};/^--use-file$/{n;p;};s/^--use-file=//p' | head -n 1)
	case "$lvs_file" in
	'') lvs_file=/etc/keepalived/keepalived.conf ;;
	/*) ;;
	*) lvs_file=$(readlink -f "$lvs_process/cwd/$lvs_file") ;;
	esac
	lvs_seen=
	lvs_read "$lvs_file"
	break
done`;
