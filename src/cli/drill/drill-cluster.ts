import type { Act } from "../../drill/act.ts";
import type { Deed } from "../../drill/deed.ts";
import { endingEarly } from "../../drill/ending-early.ts";
import { labDeed } from "../../drill/lab-deed.ts";
import { runDrill } from "../../drill/run-drill.ts";
import { startLoad } from "../../drill/running-load.ts";
import { scriptDeed } from "../../drill/script-deed.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import type { DrillOptions } from "./drill-options.ts";
import { planDrill } from "./plan-drill.ts";
import type { Words } from "./read-words.ts";
import { type Report, reportOf } from "./report.ts";
import { upDeed } from "./up-deed.ts";

/**
 * Rehearses an event under load. Whatever happens, the event is taken back.
 *
 * @throws DeclarationError if it is not possible, before anything is done. RemoteError if a machine cannot be reached.
 */
export async function drillCluster(
	open: OpenStack,
	words: Words,
	options: DrillOptions,
	say: (line: string) => void,
): Promise<Report> {
	const { stage, asked, act, client } = await planDrill(open, words, options);
	const up = upDeed(open.stack);
	const deed = act === undefined ? up : await deedOf(act, open, options, say);
	const ran = await endingEarly(
		say,
		() => say(`not taken back yet: ${deed.byHand}`),
		(signal) =>
			onHost(client, (session) => {
				say(
					`${client.name} asks ${asked.url} ${options.rate} times a second, and holds ${options.hold} connections`,
				);
				const load = startLoad(session, {
					...options,
					...asked,
					stallSeconds: options.during,
				});
				return runDrill({ load, deed, times: options, say, signal });
			}),
	);
	return reportOf(
		ran,
		{
			event: words.name,
			url: asked.url,
			realServer: words.event?.befalls === "real-server",
			...(stage === undefined ? {} : { machine: stage.machine.name }),
			...(act === undefined ? { upExit: up.exit() } : {}),
		},
		options,
	);
}

async function deedOf(
	act: Act,
	{ stack }: OpenStack,
	{ during }: DrillOptions,
	report: (line: string) => void,
): Promise<Deed> {
	return act.by === "script"
		? scriptDeed(act, during)
		: labDeed(act, stack.folder, {
				environment: process.env,
				report,
			});
}
