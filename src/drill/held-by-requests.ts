import { sh } from "../ssh/shell.ts";
import type { LoadOptions } from "./load-options.ts";

/** Seconds between two requests: web servers close a connection that is idle for five. */
const pauseSeconds = 2;

/** Requests on one connection: Apache closes it after a hundred. */
const turns = 50;

/**
 * A part of the client's script: `talks LANE` holds a connection by a request every other second. Only curl is there, so it uses curl's telnet, which reads an
 * answer when there is something more to send.
 */
export function heldByRequests({
	url,
	to,
	timeoutSeconds,
}: LoadOptions): string {
	const { pathname, search, host, protocol } = new URL(url);
	if (protocol === "https:") return "talks() { :; }";
	const asks = (method: string, connection: string) =>
		sh`printf '%s\\r\\n' ${[`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`, `Connection: ${connection}`, ""]}`;
	return `talk() { # id
	asked=1
	echo "1 0" >"$place/asked$1"
	${asks("GET", "keep-alive")}
	sleep ${pauseSeconds}
	while [ ! -e "$place/stop" ] && [ ! -e "$place/end$1" ] && [ $asked -lt ${turns} ]; do
		asked=$((asked + 1))
		echo "$asked 0" >"$place/asked$1"
		${asks("HEAD", "keep-alive")}
		sleep ${pauseSeconds}
	done
	echo "$((asked + 1)) 1" >"$place/asked$1"
	${asks("HEAD", "close")}
	exec >&- # curl reads the last answer when there is no more to send
	waited=0
	until [ -e "$place/end$1" ]; do
		waited=$((waited + 1))
		[ $waited != ${Math.ceil(timeoutSeconds) * 5} ] || { read -r pid <"$place/pid$1" && kill "$pid"; }
		sleep 0.2
	done
}
speaks=$(curl -q -V)
talks() { # lane
	case $speaks in *' telnet'*) ;; *) return ;; esac
	turn=0 ours=1
	while [ $ours = 1 ] && [ ! -e "$place/stop" ]; do
		turn=$((turn + 1))
		id=$1.$turn
		: >"$place/got$id"
		read -r at _ </proc/uptime
		tell opened "$id" "$at"
		talk "$id" | {
			exec 4<&0
			curl -q -s ${sh`${`telnet://${to}`}`} <&4 >"$place/got$id" 2>/dev/null &
			echo $! >"$place/pid$id"
			wait $!
			exit=$?
			read -r at _ </proc/uptime
			echo "$exit $at" >"$place/end$id.new"
			mv "$place/end$id.new" "$place/end$id"
		}
		read -r exit at <"$place/end$id"
		read -r asked ours <"$place/asked$id"
		named 0 <"$place/got$id"
		answers=0
		while read -r word _; do case $word in *HTTP/1.[01]) answers=$((answers + 1)) ;; esac; done <"$place/got$id"
		tell closed "$id" "$at" "$exit" "\${by%% *}" "$ours" "$asked" "$answers"
	done
}`;
}
