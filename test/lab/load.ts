import type { TestLab } from "./harness.ts";

/** What a client saw during one step. */
export interface Seen {
	/** New connections, one after the other without a pause, and those that failed, with what curl says of each. */
	readonly opened: number;
	readonly failed: readonly string[];
	/** Slow downloads that were open when the step began, and those that broke. */
	readonly held: number;
	readonly broken: readonly string[];
}

/** Bytes of a held download, and bytes a second: it is open for some 15 s. The client's kernel takes in 1.3 MB that nobody has read yet. */
const size = 4_000_000;
const rate = 260_000;

/**
 * Runs `change` while the client downloads slowly over ten connections and opens new ones as fast as it can, and waits for
 * the downloads to end. The real servers have a file `held` of the right size, see {@link prepareLoad}.
 *
 * @param urls of services; each gets its share of both.
 */
export async function underLoad(
	lab: TestLab,
	urls: string | readonly string[],
	change: () => Promise<unknown>,
): Promise<Seen> {
	const held = 10;
	const all = [urls].flat().join(" ");
	await root(
		lab,
		"client",
		`rm -f /tmp/new.* /tmp/held; touch /tmp/held
set -- ${all}
for i in $(seq ${held}); do
	curl -s -m 120 --limit-rate ${rate} -o /dev/null -w '%{http_code} %{size_download} %{errormsg}\\n' $1/held >>/tmp/held 2>/dev/null </dev/null &
	first=$1; shift; set -- "$@" "$first"
done
while [ $# -gt 0 ]; do
	curl -s -m 10 -H 'Connection: close' -o /dev/null -w '%{stderr}%{http_code} %{errormsg}\\n' "$1/?[1-100000]" 2>/tmp/new.$# >/dev/null </dev/null &
	pids="$pids $!"; shift
done
echo $pids >/tmp/asking
sleep 1`,
	);
	try {
		await change();
	} catch (error) {
		// the next test has the client for itself
		await root(lab, "client", "pkill curl || :");
		throw error;
	}
	const [opened = "", downloads = ""] = (
		await root(
			lab,
			"client",
			`sleep 1; kill $(cat /tmp/asking)
for i in $(seq 120); do [ $(wc -l </tmp/held) -lt ${held} ] || break; sleep 1; done
# who is killed may leave half a line
for each in /tmp/new.*; do [ -z "$(tail -c 1 $each)" ] || sed -i '$d' $each; done
cat /tmp/new.*; echo @; cat /tmp/held`,
		)
	).split("@\n");
	const answers = lines(opened);
	const ends = lines(downloads);
	return {
		opened: answers.length,
		failed: answers.filter((line) => !line.startsWith("200")),
		held: ends.length,
		broken: ends.filter((line) => !line.startsWith(`200 ${size}`)),
	};
}

/** Makes the file that is downloaded. */
export async function prepareLoad(
	lab: TestLab,
	realServer: string,
): Promise<void> {
	await root(lab, realServer, `head -c ${size} /dev/zero >/var/www/html/held`);
}

function root(lab: TestLab, machine: string, script: string): Promise<string> {
	return lab.run(machine, "sh", "-c", script);
}

function lines(text: string): string[] {
	return text.split("\n").filter((line) => line.trim() !== "");
}
