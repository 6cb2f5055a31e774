import { withoutSecrets, withSecrets } from "../host/secrets.ts";
import type { Desired } from "../model/desired.ts";
import type { Session } from "../ssh/session.ts";
import { withSession } from "../ssh/with-session.ts";
import { desiredIn } from "./desired-in.ts";
import type { HostInputs } from "./host-inputs.ts";
import { wayOut } from "./way-out.ts";

/** Runs `work` with the host and its desired state, secrets filled in. No error shows a secret. */
export function onHost<Result>(
	inputs: HostInputs,
	work: (session: Session, desired: Desired) => Promise<Result>,
): Promise<Result> {
	const { name, connection, secrets = {} } = inputs;
	return withoutSecrets(secrets, async () => {
		const filled = withSecrets(desiredIn(inputs), secrets);
		return withSession(connection, (session) => work(session, filled), {
			name,
		});
	});
}

/** As `onHost`, for a host in the state: it may be gone for good. */
export async function onKnown<Result>(
	inputs: HostInputs,
	work: (session: Session, desired: Desired) => Promise<Result>,
	{ leaving = false } = {},
): Promise<Result> {
	try {
		return await onHost(inputs, work);
	} catch (error) {
		throw wayOut(error, inputs, leaving);
	}
}
