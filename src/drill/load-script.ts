import { defaults } from "../model/defaults.ts";
import { raw, sh } from "../ssh/shell.ts";
import type { LoadOptions } from "./load-options.ts";

/** Exit code of the script where what is to be downloaded cannot be held. Its error is the number of bytes that came. */
export const notHeld = 65;

/**
 * Bytes of a download. The client's kernel takes in 1.3 MB that nobody reads (measured on Linux 6.1): a smaller download would have
 * come before the event, and survive whatever happens.
 */
const leastBytes = 3_000_000;

/** What is asked of a larger one. */
const usualBytes = 4_000_000;

/** Bytes of it that are read in a second. */
const pace = 20_000;

/** Seconds between two requests on a held connection: web servers close one that is idle for five. */
const pauseSeconds = 2;

/** Requests on one held connection: Apache closes it after a hundred. */
const turns = 50;

/**
 * The script that a client runs, with curl alone, until the file `stop` stands in `place`. It then waits for what is under way, and prints
 * its lines (read-load.ts). Times are the client's, in seconds since it booted.
 *
 * Requests begin at a steady pace, each a process of its own, so none waits for another. On a small machine each program that starts counts:
 * all else is done by the shell.
 */
export function loadScript(options: LoadOptions, place: string): string {
	const { rate, hold, timeoutSeconds } = options;
	return `${sh`command -v curl >/dev/null || exit 127
place=${place}
mkdir -m 700 "$place" || exit
trap 'rm -rf "$place"' EXIT
trap 'exit 143' TERM
url=${options.url} to=${`::${options.to}`} limit=${timeoutSeconds} rate=${rate}
slots=$((rate * (limit + 3)))`}
: >"$place/lines"
tell() { printf '%s\\n' "$*" >>"$place/lines"; }
named() { # head of an answer, and its first line -> by: the real server that it names
	by=-
	while read -r word rest; do
		case $word in
		${anyCase(defaults.header)}:) by=\${rest%"$cr"} ;;
		"$cr" | '') break ;;
		esac
	done
	[ "$by" = - ] && [ "$1" -lt 500 ] && read -r word || return 0
	case $word in *'<h1>'*'</h1>'*) word=\${word#*<h1>} by=\${word%%</h1>*} ;; esac
}
cr=$(printf '\\r')
request() { # number
	answer=$place/answer$(($1 % slots))
	: >"$answer"
	read -r at _ </proc/uptime
	tell begun "$1" "$at"
	said=$(curl -sikv --http1.1 -m "$limit" --connect-to "$to" -H 'Connection: close' -o "$answer" -w '%{http_code} %{time_total} %{size_download} %{errormsg}' "$url" 2>"$answer.told")
	exit=$?
	# curl 7.88 has one word for all that keeps a connection from coming about; what it tells on the way has more
	[ $exit != 7 ] || while read -r line; do case $line in *refused*) said="$said (refused)" ;; esac; done <"$answer.told"
	size=\${said#* * }
	size=\${size%% *}
	named "\${size:-0}" <"$answer"
	tell answered "$1" "$exit" "\${by%% *}" "$said"
}
${talk(options)}
${slowDownload(options)}
clock() { # hundredths of a second
	read -r uptime _ </proc/uptime
	clock=$((\${uptime%.*}\${uptime#*.}))
}
# in a shell of its own, which waits for these processes alone
(
	lane=0
	while [ $lane -lt ${hold} ]; do
		lane=$((lane + 1))
		$hold $lane &
		sleep 0.2
	done
	clock
	start=$clock number=0
	until [ -e "$place/stop" ]; do
		number=$((number + 1))
		request $number &
		clock
		rest=$((start + number * 100 / rate - clock))
		# a client that was held up does not catch up: that would be another pace
		[ $rest -gt -100 ] || start=$((start - rest))
		[ $rest -le 0 ] || { part=$((rest % 100)); [ $part -gt 9 ] || part=0$part; sleep $((rest / 100)).$part; }
	done
	wait
)
while read -r line; do printf '%s\\n' "$line"; done <"$place/lines"`;
}

/** A connection that is held by a request every other second. Only curl is there, so it is spoken by curl's telnet. */
function talk({ url, to, timeoutSeconds }: LoadOptions): string {
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
speaks=$(curl -V)
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
			curl -s ${sh`${`telnet://${to}`}`} <&4 >"$place/got$id" 2>/dev/null &
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

/**
 * A connection that is held by a download that takes its time: nobody reads what curl has got, but now and then a piece. A limit of
 * curl's own would be no hold: it reads what lies ready as fast as it can, and waits afterwards. Without one that is named, what is asked for is
 * downloaded, where it is large.
 */
function slowDownload({
	url,
	timeoutSeconds,
	stallSeconds,
	download,
}: LoadOptions): string {
	const from = new URL(download ?? "", url).href;
	const stalled = Math.ceil(stallSeconds + timeoutSeconds);
	return `${sh`from=${from}
fetch() { curl -sfkN --http1.1 -Y 1 -y ${stalled} --connect-to "$to" -r 0-${usualBytes - 1} "$@" "$from" 2>/dev/null; }
hold=downloads
size=$(fetch -o /dev/null -w '%{size_download}')
[ "\${size:-0}" -ge ${leastBytes} ] && [ "$size" -le ${usualBytes} ] || hold=talks
${raw(download === undefined ? "" : `[ $hold = downloads ] || { echo "\${size:-0}" >&2; exit ${notHeld}; }`)}`}
downloads() { # lane
	turn=0 ours=1
	while [ $ours = 1 ] && [ ! -e "$place/stop" ]; do
		turn=$((turn + 1))
		id=$1.$turn
		: >"$place/got$id"
		read -r at _ </proc/uptime
		tell opened "$id" "$at"
		{
			fetch -D "$place/got$id"
			exit=$?
			read -r at _ </proc/uptime
			echo "$exit $at" >"$place/end$id.new"
			mv "$place/end$id.new" "$place/end$id"
		} | until [ -e "$place/end$id" ]; do
			dd bs=${pace * pauseSeconds} count=1 of=/dev/null 2>/dev/null
			[ -e "$place/stop" ] || sleep ${pauseSeconds}
		done
		read -r exit at <"$place/end$id"
		[ $exit = 0 ] || ours=0
		named 999 <"$place/got$id"
		tell closed "$id" "$at" "$exit" "\${by%% *}" "$ours" 1 "$ours"
	done
}`;
}

/** A pattern of the shell for a word in any case. */
function anyCase(word: string): string {
	return word.replace(
		/[a-z]/gi,
		(letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`,
	);
}
