import { type Course, requests } from "./course.ts";
import type { Cause } from "./finding.ts";
import { judgeHalfOpen } from "./judge-half-open.ts";
import { judgeLoss } from "./judge-loss.ts";
import { judgeReset } from "./judge-reset.ts";
import { judgeStuck } from "./judge-stuck.ts";
import { at } from "./packet.ts";
import { askedOf, type ProbeResult } from "./probe.ts";
import type { Target } from "./target.ts";

/** The way there and back is good: the answer of the server is judged. */
export function judgeService(course: Course): Cause | undefined {
	const { probe, result, server, realServer, target } = course;
	if (probe === undefined || result === undefined || !result.connected)
		return undefined;
	const name = server?.name ?? "a real server that is not known";
	const { status, exit, milliseconds, said } = result;
	const rs = (
		cause: string,
		wayOut = `The way is good. Look at the server's own log on ${name}.`,
	): Cause => ({ host: name, hop: name, cause, wayOut });
	if (probe.kind === "udp") return undefined;
	if (probe.kind === "tcp") return judgeHalfOpen(course);
	if (isBad(status, target))
		return rs(`answered ${status} in ${milliseconds} ms to ${askedOf(probe)}`);
	if (status > 0 && exit === 0) return undefined;
	const lost =
		judgeLoss(course) ??
		judgeHalfOpen(course) ??
		judgeStuck(course) ??
		judgeReset(course);
	if (lost !== undefined) return lost;
	const unended = `No host was seen to drop anything of it. Look at the server's own log on ${name}. Packets of full size that are lost on the way look the same: on ${name}, ping -M do -s 1472 ${course.from}`;
	if (status > 0 && exit !== 28)
		// without a length, only TLS tells where the answer ends, and many servers of TLS do not say it
		return exit === 18 || (exit === 56 && !/\beof\b/i.test(said))
			? rs(`answered ${status}, and its answer ended early: ${said}`, unended)
			: undefined;
	if (exit === 28) {
		// more than a bare head came in: otherwise the request is stuck, as it is larger than the way allows
		const segments = requests(course, realServer)?.map(
			(packet) => at(packet, "first")?.length ?? 0,
		);
		if (
			probe.padding !== undefined &&
			segments?.every((length) => length < 200)
		)
			return rs(
				`packets of full size are lost between ${target.director.name} and ${name}: the connection came about, and the request of ${probe.padding} bytes did not come`,
				`The tunnel makes packets larger. Run lvsctl up, which lets ${name} ask for shorter segments; let ICMP "fragmentation needed" pass to the client; or give the links between them a larger MTU.`,
			);
		return rs(
			status > 0
				? `answered ${status}, and did not end its answer in ${milliseconds} ms`
				: `accepted, silent: no answer in ${milliseconds} ms`,
			unended,
		);
	}
	if (isRefused(result, target)) return undefined;
	if (exit === 35 || exit === 60 || exit === 58)
		return rs(`accepted, and TLS failed: ${said}`);
	if (exit === 52)
		return rs(`accepted, and closed the connection without an answer`);
	if (exit === 56)
		return rs(`accepted, and then reset the connection: ${said}`, unended);
	return exit === 0 ? undefined : rs(`accepted, and then: ${said}`, unended);
}

/** A check of the service says which answer is good. Without one only a server's own failure is bad: no real server may have the page that is asked for. */
function isBad(status: number, { page }: Target): boolean {
	return page === undefined
		? status >= 500
		: status > 0 && !page.status.includes(status);
}

/** Whether the server says that the question is at fault: no such page, or not for everybody. */
export function isClients(status: number): boolean {
	return status >= 400 && status < 500;
}

/** Whether a server of TLS refused because it needs the name of a site, and no check names one. */
function isRefused({ exit, said }: ProbeResult, { page }: Target): boolean {
	return (
		exit === 35 && page === undefined && /\b(alert|unrecognized)\b/i.test(said)
	);
}

/** Remarks on a service whose way is good. */
export function serviceNote({
	probe,
	result,
	server,
	target,
}: Course): string | undefined {
	if (probe === undefined || result === undefined || target.page !== undefined)
		return undefined;
	const said = isClients(result.status)
		? `answered ${result.status} to ${askedOf(probe)}`
		: isRefused(result, target)
			? `refused TLS without the name of a site: ${result.said}`
			: undefined;
	return said === undefined
		? undefined
		: `${target.key} -> ${server?.name ?? "a real server that is not known"}: ${said}; the way there and back is good. Declare a check of the service with its page and hostName; then probes ask for that instead`;
}
