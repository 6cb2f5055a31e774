import { plainReason } from "../plain-reason.ts";

/** The parts that we read of an event of Pulumi's engine, as `--json` prints it, one on each line. */
export interface EngineEvent {
	/** The first event of a preview, and of the change after it. */
	readonly preludeEvent?: object;
	readonly diagnosticEvent?: {
		readonly urn?: string;
		readonly message: string;
		readonly severity: string;
		readonly ephemeral?: boolean;
	};
	readonly resOutputsEvent?: { readonly metadata: Step };
	readonly resOpFailedEvent?: { readonly metadata: Step };
	readonly policyEvent?: { readonly message: string };
	readonly errorEvent?: { readonly error: string };
	readonly summaryEvent?: {
		readonly durationSeconds: number;
		readonly resourceChanges?: Readonly<Record<string, number>>;
	};
}

interface StepState {
	readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What the engine did with one resource. */
export interface Step {
	readonly op: string;
	readonly urn: string;
	readonly type: string;
	readonly old: StepState | null;
	readonly new: StepState | null;
}

/** @returns undefined for a line that is no event. */
export function parseEvent(line: string): EngineEvent | undefined {
	try {
		return JSON.parse(line) as EngineEvent;
	} catch {
		return undefined;
	}
}

/** `Director web-lb`: the kind of a resource and its name. Empty for a resource that the user did not declare: the stack, providers. */
export function nameOf(urn: string): string {
	const [, , types = "", name = ""] = urn.split("::");
	const type = types.split("$").at(-1) ?? "";
	if (type === "" || type.startsWith("pulumi:")) return "";
	return `${type.replace(/^(pulumi-nodejs:dynamic\/lvs|lvs:index):/, "")} ${name}`;
}

/** The error of an event, as it is printed: the resource, and the reason. Undefined if it has none. */
export function errorOf(event: EngineEvent): string | undefined {
	const { diagnosticEvent, policyEvent, errorEvent } = event;
	if (policyEvent !== undefined) return policyEvent.message.trim();
	if (errorEvent !== undefined) return errorEvent.error.trim();
	if (diagnosticEvent?.severity !== "error") return undefined;
	const message = plainReason(
		diagnosticEvent.message
			.replace(/^(error: )?(Preview failed: )?/, "")
			// the reason of a half-made resource is in a list of one entry
			.replace(/^1 error occurred:\n\t\* /, ""),
	).trim();
	// the text after the reason, which adds nothing
	if (/^(update|preview|refresh|destroy) failed$/.test(message))
		return undefined;
	const name = nameOf(diagnosticEvent.urn ?? "");
	return name === "" ? message : `${name}: ${withoutHost(message, name)}`;
}

/** `rs1: root@...` of the resource `web-rs1` is printed with the name of the resource, which says more. */
function withoutHost(message: string, resource: string): string {
	const [begin, host] = /^([a-z][a-z0-9-]*): /.exec(message) ?? [];
	return begin !== undefined && resource.endsWith(`-${host}`)
		? message.slice(begin.length)
		: message;
}
