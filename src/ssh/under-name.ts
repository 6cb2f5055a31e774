import { RemoteError } from "../errors.ts";

/** What works on a host: its errors begin with what the user calls it, and not with an address. */
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
