import { raw, sh } from "../ssh/shell.ts";
import type { LoadOptions } from "./load-options.ts";

/** Exit code of the script if a download cannot hold a connection. Its error is the number of bytes that came. */
export const notHeld = 65;

/**
 * Bytes of a download. The client's kernel takes in 1.3 MB that nobody reads (measured on Linux 6.1): a smaller download would have arrived completely before
 * the event, and would survive whatever happens.
 */
const leastBytes = 3_000_000;

/** The range that is requested of a larger one. */
const usualBytes = 4_000_000;

/** How many of its bytes are read in a second. */
const pace = 20_000;

/** Seconds between two pieces. */
const pauseSeconds = 2;

/**
 * A part of the client's script: `downloads LANE` holds a connection by a download, of which a piece is read now and then. `hold` becomes `downloads` or
 * `talks`. A limit of curl's own would not hold: curl reads all data at hand as fast as it can, and waits afterwards. If no download is named, it is the page
 * that requests ask for, if that is large.
 */
export function heldByDownload({
	url,
	timeoutSeconds,
	stallSeconds,
	download,
}: LoadOptions): string {
	const from = new URL(download ?? "", url).href;
	const stalled = Math.ceil(stallSeconds + timeoutSeconds);
	return `${sh`from=${from}
fetch() { curl -q -sfkN --http1.1 --connect-timeout "$limit" -Y 1 -y ${stalled} --connect-to "$to" -r 0-${usualBytes - 1} "$@" "$from" 2>/dev/null; }
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
