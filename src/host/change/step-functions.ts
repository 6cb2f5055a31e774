import { exits } from "../lock.ts";
import { section } from "../sections.ts";

/** Shell functions that the rendered steps call. They start few processes, as processes are what costs time on a small machine. */
export const stepFunctions = `put() { # path mode content. Staged and renamed: nobody sees half a file
	[ -d "\${1%/*}" ] || mkdir -p -- "\${1%/*}" || return
	[ ! -e "$1.lvs-new" ] || rm -f -- "$1.lvs-new" || return
	[ "$2" != 600 ] || umask 077
	printf %s "$3" >"$1.lvs-new"
	set -- "$1" "$2" $?
	umask 022
	[ $3 = 0 ] || return
	case $2 in 600 | 644) ;; *) chmod "$2" "$1.lvs-new" || return ;; esac
	mv -f -- "$1.lvs-new" "$1"
}
without_block() { # path begin end
	[ ! -f "$1" ] || sed "/^$2$/,/^$3$/d" -- "$1"
}
edit() { # path script-for-sed
	umask 077
	# not as an argument: it may hold a secret
	printf '%s\\n' "$2" | sed -f /dev/stdin -- "$1" >"$1.lvs-new"
	set -- "$1" $?
	umask 022
	[ $2 = 0 ] && chmod --reference="$1" -- "$1.lvs-new" && chown --reference="$1" -- "$1.lvs-new" && mv -f -- "$1.lvs-new" "$1"
}
close_filter() { # command... of ufw or firewalld, which takes rules away. A rule is gone too where its program, zone or policy is
	command -v "$1" >/dev/null || return 0
	"$@" </dev/null >&2 || case $1,$? in
	firewall-cmd,112 | firewall-cmd,140 | firewall-offline-cmd,112 | firewall-offline-cmd,140) ;;
	firewall-cmd,252) # it does not run: what it keeps is in its files
		[ "$2" = --permanent ] || return 0
		shift 2
		close_filter firewall-offline-cmd "$@" ;;
	*) return 1 ;;
	esac
}
put_tested() { # path mode content command...: what was there before comes back where the command does not accept it
	path=$1
	[ ! -e "$path" ] || cp -p -- "$path" "$path.lvs-old" || return
	put "$1" "$2" "$3" || return
	shift 3
	if said=$("$@" 2>&1); then
		rm -f -- "$path.lvs-old"
		return 0
	fi
	printf '%s\n' "$said" >&2
	rm -f -- "$path"
	[ ! -e "$path.lvs-old" ] || mv -- "$path.lvs-old" "$path"
	return 1
}
keep_others() { # directory list tree: what others put into the directory goes into the new tree too. The list has what came by the archive before
	[ -d "$1" ] || return 0
	(cd -- "$1" && find . -xdev ! -type d | LC_ALL=C sort | if [ -f "$2" ]; then LC_ALL=C comm -23 - "$2"; else cat; fi |
		while IFS= read -r path; do
			[ -e "$3/$path" ] || [ -L "$3/$path" ] || printf '%s\\0' "$path"
		done | xargs -0 -r cp -a --parents -t "$3" --)
}
settings_of_mariadb() { # fails where the engine does not take what its files say. Some of it the engine says, and ends with 0
	errors=$(PATH=$PATH:/usr/sbin:/usr/libexec mariadbd --verbose --help 2>&1 >/dev/null) && case $errors in *'[ERROR]'*) false ;; esac && return
	printf '%s\\n' "$errors"
	return 1
}
site_accepted() { # fails where the web server does not take its configuration, or PHP, which it runs as a module, a setting of the file in $path
	/usr/sbin/apachectl configtest || return
	grep -q php_ "$path" || return 0
	for version in /etc/apache2/mods-enabled/php*.load; do version=\${version##*/php} version=\${version%.load}; done
	settings_in_force "$version" apache2
}
pool_accepted() { # script: fails where php-fpm does not take its pools, or PHP a setting there
	"$1" test && settings_in_force "$("$1" version)" fpm
}
settings_in_force() { # version program: a setting that PHP does not know, or takes from php.ini alone, is no error there, and not in force either
	[ ! -x "/usr/bin/php$1" ] || PHP_INI_SCAN_DIR=/etc/php/$1/$2/conf.d "php$1" -c "/etc/php/$1/$2/php.ini" -r '
		$known = ini_get_all() + array_fill_keys(["engine", "last_modified", "xbithack"], ["access" => 7]);
		preg_match_all("/^\\s*php_(admin_)?value[ \\[]([^] ]+)\\]? /m", file_get_contents($argv[1]), $settings, PREG_SET_ORDER);
		foreach ($settings as [, $admin, $name]) {
			$access = $known[$name]["access"] ?? 0;
			if ($access & ($admin ? 4 : 2)) continue; // INI_SYSTEM, INI_PERDIR
			$wrong = true;
			echo "PHP $argv[2] ", $access ? "takes $name from php.ini alone" : "knows no setting $name", PHP_EOL;
		}
		exit(isset($wrong) ? 1 : 0);' "$path" "$1"
}
unpack() { # archive directory subtree checksum [path target]...
	new=$2.lvs-new
	rm -rf --one-file-system -- "$new" && mkdir -p -- "$new" || return
	case $(head -c 2 "$1") in
	PK) unzip -q "$1" -d "$new" || return ;;
	*) tar -xf "$1" -C "$new" --no-same-owner || return ;;
	esac
	tree=$new
	if [ -n "$3" ]; then
		# release pages name the one directory of an archive as they like: editor-1.6.3
		only=$new/$(ls -A -- "$new")
		if [ -d "$new/$3" ]; then tree=$new/$3; elif [ -d "$only" ] && [ ! -L "$only" ]; then tree=$only; fi
	fi
	chmod -R u+rwX,go+rX,go-w "$tree" || return
	place=$2 sum=$4
	shift 4
	while [ $# -gt 0 ]; do
		[ ! -e "$tree/$1" ] || mv -- "$tree/$1" "$tree/$1.dist" || return
		ln -s "$2" "$tree/$1" || return
		shift 2
	done
	(cd -- "$tree" && find . -xdev ! -type d | LC_ALL=C sort) >"$place.lvs-files.lvs-new" || return
	keep_others "$place" "$place.lvs-files" "$tree" || return
	# who asks meanwhile finds the one or the other
	rm -rf --one-file-system -- "$place.lvs-old"
	[ ! -e "$place" ] || mv -T -- "$place" "$place.lvs-old" || return
	mv -T -- "$tree" "$place" && rm -rf --one-file-system -- "$new" "$place.lvs-old" || return
	mv -- "$place.lvs-files.lvs-new" "$place.lvs-files" && echo "$sum" >"$place.lvs-archive"
}
put_block() { # path mode begin end content; the rest of the file stays, and its mode where it exists
	[ ! -f "$1" ] || set -- "$1" "$(stat -c %a -- "$1")" "$3" "$4" "$5"
	rest=$(without_block "$1" "$3" "$4") || return
	put "$1" "$2" "\${rest:+$rest
}$3
$5$4
"
}
remove_block() { # path begin end
	[ -f "$1" ] || return 0
	rest=$(without_block "$1" "$2" "$3") || return
	put "$1" "$(stat -c %a -- "$1")" "\${rest:+$rest
}"
}
wants=/etc/systemd/system/multi-user.target.wants
enable_unit() { # the link that WantedBy asks for; systemctl enable takes seconds where an init script has the same name
	[ -d $wants ] || mkdir -p $wants || return
	for directory in /etc/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
		[ -f "$directory/$1" ] || continue
		ln -sf "$directory/$1" "$wants/$1"
		return
	done
	systemctl enable "$1"
}
let_go() { # unit: stopped without what it would run when it stops, by a drop-in that a reboot forgets
	mkdir -p "/run/systemd/system/$1.d" &&
		printf '[Service]\\nExecStop=\\nExecStopPost=\\n' >"/run/systemd/system/$1.d/let-go.conf" &&
		systemctl daemon-reload && systemctl stop "$1"
	set -- "$1" $?
	rm -rf "/run/systemd/system/$1.d"
	[ $2 = 0 ] && systemctl daemon-reload
}
unrefused() { # VIP, lines for ipvsadm
	# While a service has no scheduler the kernel refuses its clients by ICMP. Held back, they ask again a second later.
	# Outside the process group that a lost session ends: the table must not stay.
	export hold="table ip lvs-hold {
	chain output {
		type filter hook output priority filter; policy accept;
		ip saddr $1 icmp type destination-unreachable drop
	}
}"
	shift
	export lines="$(printf '%s\\n' "$@")"
	setsid -w sh -c 'printf "%s\\n" "$hold" | nft -f - || exit
		printf "%s\\n" "$lines" | ipvsadm -R; status=$?
		nft delete table ip lvs-hold
		exit $status'
}
serves_others() { # module: whether tunnels or ports that are not ours would go with it. rmmod does not ask
	case $1 in
	ipip) ip -o link show type ipip | grep -qv ': tunl0[@:]' || ip -o address show dev tunl0 | grep -q inet ;;
	ip_gre) { ip -o link show type gre && ip -o link show type gretap; } | grep -qvE ': (gre0|gretap0)[@:]' || ip -o address show dev gre0 | grep -q 'inet ' ;;
	fou) ip fou show | grep -q port ;;
	*) false ;;
	esac 2>/dev/null
}
active() { # real servers that have active connections, as we name them
	ipvsadm -Ln | awk '
		$1 != "->" { service = "" } # SCTP and what a newer ipvsadm knows: no service of ours
		$1 == "TCP" { service = "-t " $2 }
		$1 == "UDP" { service = "-u " $2 }
		$1 == "FWM" && $3 != "IPv6" { service = "-f " $2 }
		$1 == "->" && service != "" && $5 > 0 { print service " -r " $2 }'
}
drain() { # owner seconds server...: until none of them has active connections, or its time is over
	since=$lvs_run/$1.draining seconds=$2
	shift 2
	[ -d "$since" ] || mkdir "$since" || return
	now=$(date +%s)
	for server; do
		# one that was interrupted goes on from where it was
		[ -e "$since/$server" ] || echo $now >"$since/$server" || return
	done
	while :; do
		busy=$(active) now=$(date +%s) left=
		while read -r server; do
			[ -e "$since/$server" ] || continue
			read -r start <"$since/$server"
			[ $((now - start)) -ge "$seconds" ] || left=1
		done <<-end
			$busy
		end
		[ -n "$left" ] || return 0
		sleep 0.5
	done
}
failed() { # step exit
	${section("failed")}; echo "$1 $2"; ${section("full")}
	df -P / /etc /usr /usr/local /usr/local/lib /var /var/lib /var/www /run 2>/dev/null | while read -r _ _ _ free _ where; do
		[ "$free" != 0 ] || echo "$where"
	done | sort -u
	exit ${exits.failed}
}`;
