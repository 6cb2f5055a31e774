#!/bin/bash
# apply.sh SSH_CONFIG FILES: the cluster of labs/02-dr over plain ssh, one connection for each host, all hosts at once.
# FILES/<host>/<remote path> is what the host shall have. LVS_TRACE as for lvs.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
config=$1 files=$2

text() { # host, then the words that bring it there
	local host=$1 file
	shift
	cat "$here/host.sh"
	while read -r file; do
		printf "put '/%s' %s <<'END-OF-FILE'\n" "$file" "$(stat -c %a "$files/$host/$file")"
		cat "$files/$host/$file"
		echo END-OF-FILE
	done < <(cd "$files/$host" && find . -type f -printf '%P\n' | sort)
	printf '%s\n' "$@"
}

apply() { # host, words
	[ -z "${LVS_TRACE-}" ] || printf '0 connect %s\n0 run %s\n' "$1" "$1" >>"$LVS_TRACE"
	text "$@" | ssh -F "$config" "$1" sh -s
}

program=/usr/local/lib/pulumi-lvs/web
jobs=()
for host in rs1 rs2; do
	apply "$host" "converge $program/setkernel lvs-web-real-server lvs-web-real-server-watch apache2" &
	jobs+=($!)
done
apply lb 'mask ipvsadm' "converge $program/director lvs-web-director lvs-web-director-watch" &
jobs+=($!)
exit=0
for job in "${jobs[@]}"; do wait "$job" || exit=1; done
exit $exit
