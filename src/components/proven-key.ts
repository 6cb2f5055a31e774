import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { type Pair, tlsProblems } from "../model/tls-problems.ts";
import { comesLater, isKnown } from "./inputs.ts";
import { plainly } from "./plainly.ts";

/** A site that is served by TLS, and its names. */
interface Served {
	readonly tls: {
		readonly certificate: pulumi.Input<string>;
		readonly key: pulumi.Input<string>;
	};
	readonly serverName?: pulumi.Input<string>;
	readonly aliases?:
		| pulumi.Input<readonly string[]>
		| readonly pulumi.Input<string>[];
}

/**
 * The private key of a site, when it is known to fit: this is checked before any host is touched, unless the key comes from another resource.
 *
 * @param subject what an error is about: `website sites`
 * @param path of the pair in the declaration: `sites.main.tls`
 * @throws pulumi.RunError if visitors of these names would not accept certificate and key.
 */
export function provenKey(
	subject: string,
	path: string,
	{ tls, serverName, aliases = [] }: Served,
): pulumi.Input<string> {
	const prove = (pair: Pair) =>
		plainly(() => {
			const problems = tlsProblems(path, pair);
			if (problems.length > 0) throw new DeclarationError(subject, problems);
			return pair.key.trimEnd();
		});
	const parts = {
		certificate: tls.certificate,
		key: tls.key,
		names: whole(aliases as readonly string[], (list) =>
			serverName === undefined ? [...list] : [serverName as string, ...list],
		),
	};
	return isKnown(parts)
		? prove(parts as Pair)
		: pulumi.output(parts).apply((pair) => prove(pair as Pair));
}

/** Something made of a list, which may come from a resource as a whole. */
function whole<Item, Result>(
	list: readonly Item[],
	make: (list: readonly Item[]) => Result,
): Result | pulumi.Output<Result> {
	return comesLater(list)
		? pulumi.output(list).apply((known) => make(known as readonly Item[]))
		: make(list);
}
