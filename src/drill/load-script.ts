import { defaults } from "../model/defaults.ts";
import { raw, sh } from "../ssh/shell.ts";
import { straightCurl } from "../ssh/straight-curl.ts";
import { heldByDownload } from "./held-by-download.ts";
import { heldByRequests } from "./held-by-requests.ts";
import type { LoadOptions } from "./load-options.ts";

/**
 * The script that a client runs, with curl alone, until the file `stop` is in `place`. It then waits for requests that are under way, and prints its lines
 * (read-load.ts). Times are the client's, in seconds since it booted.
 *
 * Requests begin at a steady pace, each in a process of its own, so none waits for another. On a small machine each program that starts counts: the shell does
 * everything else.
 */
export function loadScript(options: LoadOptions, place: string): string {
	const { rate, hold, timeoutSeconds } = options;
	return `${sh`${raw(straightCurl)}
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
	said=$(curl -q -sikv --http1.1 -m "$limit" --connect-to "$to" -H 'Connection: close' -o "$answer" -w '%{http_code} %{time_total} %{size_download} %{errormsg}' "$url" 2>"$answer.told")
	exit=$?
	# curl 7.88 has one word for all that keeps a connection from coming about; what it tells on the way has more
	[ $exit != 7 ] || while read -r line; do case $line in *refused*) said="$said (refused)" ;; esac; done <"$answer.told"
	size=\${said#* * }
	size=\${size%% *}
	named "\${size:-0}" <"$answer"
	tell answered "$1" "$exit" "\${by%% *}" "$said"
}
${heldByRequests(options)}
${heldByDownload(options)}
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

/** A pattern of the shell for a word in any case. */
function anyCase(word: string): string {
	return word.replace(
		/[a-z]/gi,
		(letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`,
	);
}
