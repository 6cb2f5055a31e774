import { webPorts } from "./web-ports.ts";

/** The port where visitors of an application who came by HTTP are sent to HTTPS. Undefined: there is none. */
export function clearPort(port: number, hasTls: boolean): number | undefined {
	return hasTls && port === webPorts.https ? webPorts.http : undefined;
}
