import { RemoteError } from "../../errors.ts";
import type { HostInputs } from "../../provider/host-resource.ts";
import type { Session } from "../../ssh/session.ts";
import { withSession } from "../../ssh/with-session.ts";

/** Works on a host. Its errors begin with its name in the declaration. */
export function onHost<Result>(
	{ name, connection }: Pick<HostInputs, "name" | "connection">,
	work: (session: Session) => Promise<Result>,
): Promise<Result> {
	return underName(name, () => withSession(connection, work));
}

/** Errors of hosts begin with what the user calls them. */
export async function underName<Result>(
	name: string,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof RemoteError)
			error.message = `${name}: ${error.message}`;
		throw error;
	}
}
