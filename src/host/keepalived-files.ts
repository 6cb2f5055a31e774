/** Program of sed that prints what a line of a keepalived.conf includes: a path with wildcards. */
export const includes = `s/^[[:blank:]]*include[rmwba]\\{0,1\\}[[:blank:]]\\{1,\\}"\\{0,1\\}\\([^"#!]*[^"#![:blank:]]\\).*/\\1/p`;

/**
 * Shell text that defines `lvs_keepalived COMMAND...`, which runs the command with each file of the operator's keepalived as its last argument: the files in
 * /etc/keepalived, also behind symbolic links, and all files that they include from elsewhere. Copies that editors and packages leave are left out. A script
 * that runs several commands looks for the files once.
 */
export const keepalivedFiles = `lvs_included() {
	case "$lvs_seen" in *"|$1|"*) return ;; esac
	lvs_seen="$lvs_seen|$1|"
	echo "$1"
	sed -n '${includes}' "$1" | while read -r lvs_pattern; do
		(
			cd "\${1%/*}" 2>/dev/null || exit
			IFS=
			for lvs_file in $lvs_pattern; do
				[ ! -f "$lvs_file" ] || lvs_included "$(readlink -f "$lvs_file")"
			done
		)
	done
}
lvs_keepalived() {
	[ -d /etc/keepalived ] || return 0
	[ -n "\${lvs_files+found}" ] || lvs_files=$(find -L /etc/keepalived -type f ! -name '*~' ! -name '*.bak' ! -name '*.old' ! -name '*.orig' ! -name '*.sample' ! -name '*.dpkg-*' ! -name '*.rpm*' 2>/dev/null | while read -r lvs_file; do
		lvs_seen=
		lvs_included "$lvs_file"
	done | sort -u)
	[ -z "$lvs_files" ] || printf '%s\\n' "$lvs_files" | while read -r lvs_file; do "$@" "$lvs_file"; done
}`;
