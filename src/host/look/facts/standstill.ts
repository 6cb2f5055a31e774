import { sh } from "../../../ssh/shell.ts";
import type { Observed } from "../../observed.ts";
import type { Question } from "../../question.ts";
import { groupOf, unitFile } from "../../unit-file.ts";

const reasons: Readonly<Record<string, string>> = {
	frozen: "it is frozen, and does nothing",
	stopped: "a signal has stopped it, and it does nothing",
};

/** Units of ours, with their files, that may have processes of their own. */
function asked(units: Readonly<Record<string, unknown>>): [string, string][] {
	return Object.keys(units)
		.map((unit): [string, string] => [unit, unitFile(unit)])
		.filter(([, file]) => /^lvs-.*\.service$/.test(file));
}

/**
 * Units of ours that systemd calls active and that stand still: frozen (`systemctl freeze`), or with a process that a signal has stopped. systemd puts the processes
 * of a unit into a group of their own. The shell reads all this by itself.
 */
export const standstill: Question<Observed["standstill"]> = {
	probe({ units }) {
		const files = asked(units).map(([, file]) => file);
		return files.length === 0
			? ""
			: `for unit in ${sh`${files}`}; do for group in ${groupOf('"$unit"')} ${groupOf('"$unit"', "/systemd")}; do
	while read -r key value; do [ "$key $value" != 'frozen 1' ] || echo "$unit frozen"; done <"$group/cgroup.events"
	while read -r pid; do
		read -r state <"/proc/$pid/stat" || continue
		case $state in *') T '*) echo "$unit stopped" && break ;; esac
	done <"$group/cgroup.procs"
done; done 2>/dev/null`;
	},
	parse: ({ lines }, { units }) =>
		Object.fromEntries(
			asked(units).flatMap(([unit, file]) => {
				const found = lines.find((line) => line.startsWith(`${file} `));
				const why = reasons[found?.slice(file.length + 1) ?? ""];
				return why === undefined ? [] : [[unit, why]];
			}),
		),
};
