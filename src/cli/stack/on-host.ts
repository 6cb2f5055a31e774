import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Session } from "../../ssh/session.ts";
import { underName } from "../../ssh/under-name.ts";
import { withSession } from "../../ssh/with-session.ts";

/** Works on a host. Its errors begin with its name in the declaration. */
export function onHost<Result>(
	{ name, connection }: Pick<HostInputs, "name" | "connection">,
	work: (session: Session) => Promise<Result>,
): Promise<Result> {
	return underName(name, () => withSession(connection, work));
}
