import { targetsOf } from "../../diagnose/target.ts";
import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import { webPorts } from "../../model/web-ports.ts";
import type { OpenStack } from "../stack/open-stack.ts";

/** The target of requests. */
export interface Asked {
	readonly url: string;
	/** `172.18.0.70:80` */
	readonly to: string;
	/** The service as ipvsadm names it. */
	readonly service: string;
}

/**
 * The service that a drill asks: the one that `--service` names, else the first one of TCP.
 *
 * @param component the cluster; undefined: any of the stack.
 * @param given `--url`: a path there, or a whole URL, of which the host only goes into the request.
 * @throws DeclarationError where there is none.
 */
export function chooseLoad(
	{
		directors,
		realServers,
		stack,
	}: Pick<OpenStack, "directors" | "realServers" | "stack">,
	{
		component,
		service,
		given = "/",
	}: {
		readonly component: string | undefined;
		readonly service: string | undefined;
		readonly given: string | undefined;
	},
): Asked {
	const wrong = (path: string, message: string) =>
		new DeclarationError(`stack ${stack.name}`, [{ path, message }]);
	const all = directors
		.filter((one) => component === undefined || one.component === component)
		.flatMap((director) => targetsOf(director, realServers))
		.filter(({ protocol }) => protocol === "tcp");
	const keys = [...new Set(all.map(({ key }) => key))];
	const found = all.find(({ key }) => service === undefined || key === service);
	if (found === undefined)
		throw service === undefined
			? wrong(
					"services",
					"the cluster has no service of TCP, and a drill asks by HTTP",
				)
			: wrong(
					"--service",
					`no ${service}${didYouMean(service, keys)}; there are ${keys.map((key) => `"${key}"`).join(", ")}`,
				);
	const { vip, port, key } = found;
	const scheme = port === webPorts.https ? "https" : "http";
	const url = URL.parse(given, `${scheme}://${vip}:${port}/`);
	if (url === null || !/^https?:$/.test(url.protocol))
		throw wrong("--url", `${given} is neither a path nor a URL of HTTP`);
	return { url: url.href, to: `${vip}:${port}`, service: key };
}
