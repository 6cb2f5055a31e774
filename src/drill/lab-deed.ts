import { changeMachines } from "../lab/change-machines.ts";
import { conditionOf } from "../lab/condition-of.ts";
import type { LabContext } from "../lab/context.ts";
import { type FoundLab, requireLab } from "../lab/find-lab.ts";
import { stopMachine } from "../lab/machine.ts";
import { machinePaths } from "../lab/paths.ts";
import { openQmp } from "../lab/qmp.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import type { LabAct } from "./act.ts";
import { bootIfOff } from "./boot-if-off.ts";
import type { Deed } from "./deed.ts";
import type { Reached } from "./machine.ts";
import { refusal } from "./refusal.ts";

/**
 * What is done to a machine of a lab from outside.
 *
 * @param folder of the lab
 * @throws LabError if the lab does not run.
 * @throws DeclarationError if the machine is already off or stands still: nothing would happen, and the end would change what somebody did.
 */
export async function labDeed(
	{ by, says, machine, lasts }: LabAct,
	folder: string,
	context: LabContext,
): Promise<Deed> {
	const lab = requireLab(folder, context.environment);
	const name = labMachine(lab, machine.connection.port) ?? machine.name;
	const byHand = `lvsctl lab reboot ${name} --hard -C ${lab.state.folder}`;
	const condition = await conditionOf(lab, name);
	if (condition !== "runs")
		throw refusal(
			machine.name,
			`it ${condition} already, and nothing was done; first start it: ${byHand}`,
		);
	const monitor = async (command: string) => {
		const qmp = await openQmp(machinePaths(lab.directory, name).qmp);
		try {
			await qmp.execute(command);
		} finally {
			qmp.close();
		}
	};
	const steps =
		by === "freeze"
			? { begin: () => monitor("stop"), end: () => monitor("cont") }
			: {
					begin: () => changeMachines(context, lab, [name], stopMachine),
					end: async () => {
						await changeMachines(context, lab, [name], bootIfOff);
						await booted(machine);
					},
				};
	return {
		...steps,
		lasts,
		says: `${machine.name} ${says}`,
		byHand,
	};
}

/** Waits until its units have started: a machine may answer before that. */
function booted({ name, connection }: Reached): Promise<unknown> {
	return underName(name, () =>
		withSession(connection, (session) =>
			// its exit status says whether a unit failed, which does not matter here
			session.run("systemctl is-system-running --wait", {
				doing: "wait until it has booted",
				timeoutSeconds: 180,
			}),
		),
	);
}

/** The machine of a lab that is reached by this port. */
function labMachine(
	{ state }: FoundLab,
	port: number | undefined,
): string | undefined {
	return Object.entries(state.machines).find(
		([, machine]) => machine.port === port,
	)?.[0];
}
