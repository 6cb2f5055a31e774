import { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { hostLabel } from "./host-label.ts";

/** Makes the errors of one step of a connection, like "log in": nothing has run on the host yet. */
export function wayError(
	connection: HostConnection,
	doing: string,
): (saw: string, advice: string) => RemoteError {
	return (saw, advice) =>
		new RemoteError({
			host: hostLabel(connection),
			doing,
			saw,
			advice,
			beforeAnythingRan: true,
		});
}
