# The plain way on one host: read, write only what differs, look again. apply.sh sends this with one `put` for each file
# and then `converge`. It keeps no record of what it found, so it could not be taken back.
set -eu
changed=

put() { # path mode; content on standard input
	content=$(cat && echo .)
	if [ -f "$1" ] && [ "$(cat "$1" && echo .)" = "$content" ]; then return; fi
	mkdir -p "${1%/*}"
	printf %s "${content%.}" >"$1.new"
	chmod "$2" "$1.new"
	mv "$1.new" "$1"
	changed=1
}

mask() { # unit
	[ "$(readlink "/etc/systemd/system/$1.service")" = /dev/null ] && return
	ln -sf /dev/null "/etc/systemd/system/$1.service"
	changed=1
}

units_good() { # unit...
	! systemctl show -p UnitFileState,ActiveState,NeedDaemonReload "$@" |
		grep -qvxE 'ActiveState=active|UnitFileState=enabled|NeedDaemonReload=no|'
}

start_units() { # unit... The link is made directly: systemctl enable takes seconds where an init script has the same name
	for unit in "$@"; do
		for directory in /etc/systemd/system /lib/systemd/system; do
			[ ! -f "$directory/$unit.service" ] || { ln -sf "$directory/$unit.service" /etc/systemd/system/multi-user.target.wants/; break; }
		done
	done
	systemctl daemon-reload
	systemctl start "$@"
}

converge() { # program unit...: the program is setkernel or director
	program=$1
	shift
	units_good "$@" || { start_units "$@"; changed=1; }
	"$program" status >/dev/null || { "$program" start; changed=1; }
	[ -n "$changed" ] || return 0
	sync
	units_good "$@" && "$program" status >/dev/null
}
