import { sh } from "../../ssh/shell.ts";
import { shellFunction } from "./shell-function.ts";

// How files are written on a host.

/** Staged and renamed: nobody sees half a file. */
export const put = shellFunction(
	"put",
	{},
	() => `# path mode content
	[ -d "\${1%/*}" ] || mkdir -p -- "\${1%/*}" || return
	[ ! -e "$1.lvs-new" ] || rm -f -- "$1.lvs-new" || return
	[ "$2" = 644 ] || umask 077
	printf %s "$3" >"$1.lvs-new"
	set -- "$1" "$2" $?
	umask 022
	[ $3 = 0 ] || return
	case $2 in 600 | 644) ;; *) chmod "$2" "$1.lvs-new" || return ;; esac
	mv -f -- "$1.lvs-new" "$1"`,
);

/**
 * Writes a file with a certain owner. It may lie where a web server serves everything that it can read. So nothing readable ever lies beside it, and its owner
 * and mode are right from the first moment.
 */
export const putOwned = shellFunction(
	"put_owned",
	{},
	() => `# path mode content owner [command...]: the command must accept the file, which it finds at $new, before it comes to $path
	path=$1 new=$1.lvs-new/new mode=$2 owner=$4
	[ -d "\${1%/*}" ] || mkdir -p -- "\${1%/*}" || return
	# .lvs-old: what an earlier version left where it was cut off
	rm -rf -- "$1.lvs-new" "$1.lvs-old" && mkdir -m 700 -- "$1.lvs-new" && printf %s "$3" >"$new" || return
	shift 4
	if [ $# -gt 0 ] && ! said=$("$@" 2>&1); then
		rm -rf -- "$path.lvs-new"
		printf '%s\\n' "$said" >&2
		return 1
	fi
	chown -- "$owner" "$new" && chmod -- "$mode" "$new" && mv -f -- "$new" "$path" && rmdir -- "$path.lvs-new"`,
);

/** Changes a few lines of a file in place. */
export const edit = shellFunction(
	"edit",
	{},
	() => `# path script-for-sed
	umask 077
	# not as an argument: it may hold a secret
	printf '%s\\n' "$2" | sed -f /dev/stdin -- "$1" >"$1.lvs-new"
	set -- "$1" $?
	umask 022
	[ $2 = 0 ] && chmod --reference="$1" -- "$1.lvs-new" && chown --reference="$1" -- "$1.lvs-new" && mv -f -- "$1.lvs-new" "$1"`,
);

/** A file that a command must accept once it is in place. */
export const putTested = shellFunction(
	"put_tested",
	{ put },
	(
		call,
	) => sh`# path mode content command...: what was there before comes back where the command does not accept it
	path=$1
	[ ! -e "$path" ] || cp -p -- "$path" "$path.lvs-old" || return
	${call.put} "$1" "$2" "$3" || return
	shift 3
	if said=$("$@" 2>&1); then
		rm -f -- "$path.lvs-old"
		return 0
	fi
	printf '%s\\n' "$said" >&2
	rm -f -- "$path"
	[ ! -e "$path.lvs-old" ] || mv -- "$path.lvs-old" "$path"
	return 1`,
);

const withoutBlock = shellFunction(
	"without_block",
	{},
	() => `# path begin end
	[ ! -f "$1" ] || sed "/^$2$/,/^$3$/d" -- "$1"`,
);

/** One block of ours in a file. */
export const putBlock = shellFunction(
	"put_block",
	{ put, withoutBlock },
	(
		call,
	) => sh`# path mode begin end content; the rest of the file stays, and its mode where it exists
	[ ! -f "$1" ] || set -- "$1" "$(stat -c %a -- "$1")" "$3" "$4" "$5"
	rest=$(${call.withoutBlock} "$1" "$3" "$4") || return
	${call.put} "$1" "$2" "\${rest:+$rest
}$3
$5$4
"`,
);

/** Takes our block out of a file. */
export const removeBlock = shellFunction(
	"remove_block",
	{ put, withoutBlock },
	(call) => sh`# path begin end
	[ -f "$1" ] || return 0
	rest=$(${call.withoutBlock} "$1" "$2" "$3") || return
	${call.put} "$1" "$(stat -c %a -- "$1")" "\${rest:+$rest
}"`,
);
