import { type Course, requests } from "./course.ts";
import { filterAdvice, isOut, lostTo } from "./dropped.ts";
import type { Cause } from "./finding.ts";
import { deviceOf, isSilent, linkDown, nextHop } from "./hosts.ts";
import { judgePassedBy } from "./judge-passed-by.ts";
import { type Silence, silenceOf } from "./judge-silence.ts";
import { kernelDrop } from "./kernel-drop.ts";
import { controlDrop, unseenBy } from "./unseen.ts";

const again = "Run lvsctl up, which puts it back, and lvsctl diagnose again.";

/** From the client to the link of the director: route, filter, hardware address. */
export function judgeClient(course: Course): Cause | undefined {
	const { client, target } = course;
	if (client === undefined) return undefined;
	const { vip } = target;
	const route = client.routes.vip;
	const lb = target.director.name;
	const hop = `${client.name} -> ${lb}`;
	if (route?.error !== undefined)
		return {
			host: client.name,
			hop: client.name,
			cause: `no route to ${vip}: ${route.error}`,
			wayOut: `Give ${client.name} a route to ${vip}, or ask from another client with --from.`,
		};
	const sent = requests(course, client);
	if (sent?.length && !sent.some(isOut)) {
		const filter = lostTo(client, sent);
		if (filter !== undefined)
			return {
				host: client.name,
				hop: client.name,
				cause: `its own filter drops the request: ${filter}`,
				wayOut: filterAdvice,
			};
	}
	const next = nextHop(route, vip);
	if (isSilent(client, next)) {
		if (next !== vip)
			return {
				host: client.name,
				hop: `${client.name} -> ${next}`,
				cause: `its gateway ${next} does not answer ARP`,
				wayOut: `Look at the gateway ${next}, and at the client's link ${route?.device}.`,
			};
		const { why, wayOut = again } = whySilent(course);
		return {
			host: client.name,
			hop,
			cause: `nobody answers ARP for the VIP ${vip}: ${why}`,
			wayOut,
		};
	}
	return judgePassedBy(course, next) ?? lost(course, next);
}

function whySilent({ director, target, from, away }: Course): Silence {
	const { name } = target.director;
	if (director === undefined)
		return {
			why: `${name} cannot be reached by us either: ${firstLine(away[name])}`,
			wayOut: `Reach ${name} in another way, a console for example: ${away[name] ?? ""}`,
		};
	const device = deviceOf(director, target.vip);
	if (device === undefined) return { why: `${name} has it on no link` };
	const down = linkDown(director, target.vip);
	if (down !== undefined) return { why: `${name} has it, but ${down}` };
	return (
		silenceOf(director, target.vip, from, director.routes.client) ?? {
			why: `${name} has it on ${device}, which is not the client's link, or the link loses what it answers${unseenBy(director, device)}`,
		}
	);
}

/** The client knows where to send the probe, and nothing reached the director. */
function lost(course: Course, next: string): Cause | undefined {
	const { client, director, target, probe } = course;
	if (client === undefined || probe === undefined) return undefined;
	const lb = target.director.name;
	const hop = `${client.name} -> ${lb}`;
	if (director === undefined)
		return course.result?.connected
			? undefined
			: {
					host: lb,
					hop,
					cause: `cannot be reached by us, and the probe got no answer: ${firstLine(course.away[lb])}`,
					wayOut: `Bring ${lb} back, or make it reachable, and ask again.`,
				};
	if (director.packets === undefined || requests(course, director)?.length)
		return undefined;
	// somebody answered: what lb did not see is told as a note
	if (course.result?.connected) return undefined;
	const full = kernelDrop(client, "sending");
	if (full !== undefined)
		return {
			host: client.name,
			hop,
			cause: `its kernel drops the request: ${full.words}`,
			wayOut: full.wayOut,
		};
	const device = deviceOf(director, target.vip);
	const down = linkDown(director, target.vip);
	const came = device === "lo" ? undefined : device;
	const control =
		down === undefined ? controlDrop(director, device) : undefined;
	if (control !== undefined)
		return { host: lb, hop: lb, cause: control, wayOut: filterAdvice };
	return {
		host: lb,
		hop,
		cause:
			device === undefined && next !== target.vip
				? `it has the VIP ${target.vip} on no link, and the client's gateway ${next} sends it nothing`
				: (down ??
					`nothing of the probe came in: the client sends it to ${client.neighbours[next]?.mac ?? next}, and it is lost on the way${unseenBy(client, client.routes.vip?.device)}${unseenBy(director, came)}`),
		wayOut:
			device === undefined
				? again
				: `Look at what is between ${client.name} and ${lb}: switches, routers, firewalls, security groups. On ${lb}: tcpdump -ni any host ${target.vip}`,
	};
}

function firstLine(text = ""): string {
	return text.split("\n")[0] ?? "";
}
