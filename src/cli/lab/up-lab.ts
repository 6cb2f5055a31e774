import { labDirectory } from "../../lab/directory.ts";
import { clearLab } from "../../lab/down.ts";
import { loadDefinition } from "../../lab/load-definition.ts";
import { type LabState, readLabState } from "../../lab/state.ts";
import { startLab } from "../../lab/up.ts";

/** Starts the folder's lab and says so. Ctrl-C while it starts ends what was started. */
export async function upLab(
	folder: string,
	report: (line: string) => void,
): Promise<{ directory: string; state: LabState; started: boolean }> {
	const definition = await loadDefinition(folder);
	const interrupted = (signal: NodeJS.Signals) => {
		const directory = labDirectory(folder, process.env);
		const cleared =
			readLabState(directory)?.phase === "running"
				? Promise.resolve()
				: clearLab(directory);
		void cleared.finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
	};
	process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
	try {
		const result = await startLab(
			{ environment: process.env, report },
			folder,
			definition,
		);
		const { state, started } = result;
		const machines = Object.keys(state.machines);
		report(
			`lab ${state.name}: ${machines.length} machines ready${started ? "" : " (started before)"}: ${machines.join(", ")}`,
		);
		return result;
	} finally {
		process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
	}
}
