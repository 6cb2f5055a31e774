import type { FoundLab } from "../../lab/find-lab.ts";
import type { LabState } from "../../lab/state.ts";
import { labStatus, type MachineStatus } from "../../lab/status.ts";

/** The answer for programs of every verb that starts or changes a lab. */
export interface LabAnswer
	extends Pick<LabState, "name" | "folder" | "accelerator" | "phase"> {
	readonly directory: string;
	readonly machines: readonly MachineStatus[];
}

/** Asks the machines of a lab for their state. */
export async function labAnswer(lab: FoundLab): Promise<LabAnswer> {
	const { name, folder, accelerator, phase } = lab.state;
	return {
		name,
		folder,
		directory: lab.directory,
		accelerator,
		phase,
		machines: await labStatus(lab),
	};
}
