import { requireLab } from "../../lab/find-lab.ts";
import { printForPrograms } from "../print-answer.ts";
import { labAnswer } from "./lab-answer.ts";

/**
 * For programs: the lab after a change of its machines, as `lab status` prints it, and what was done. For people this was printed on the way.
 *
 * @param asked folder or name of the lab
 */
export async function printChanged(
	output: string,
	asked: string,
	done: object,
): Promise<void> {
	if (output !== "json") return;
	const lab = requireLab(asked, process.env);
	printForPrograms(output, { ...(await labAnswer(lab)), ...done });
}
