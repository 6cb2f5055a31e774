import { RemoteError } from "../errors.ts";

/** Runs work on a host. Its errors begin with the user's name for the host, not with an address. */
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
