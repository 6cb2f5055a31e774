import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import type { Desired, Role } from "../model/desired.ts";
import { type Door, subject } from "../model/door.ts";
import type { HostConnection } from "../model/host.ts";
import { ManagedHost } from "./host.ts";
import { type Inputs, knownPart, withholdSecrets } from "./inputs.ts";
import { plainly } from "./plainly.ts";
import { withPrivateKeys } from "./private-keys.ts";

/** The part of a model about one host: how it is reached, and its desired state. */
export interface HostPart {
	readonly connection: HostConnection;
	readonly desired: Desired;
}

/** A component whose children are hosts, each in one role. One declaration describes all of them. */
export abstract class HostComponent<Model> extends pulumi.ComponentResource {
	/** The declaration, with every default filled in. */
	readonly model: pulumi.Output<Model>;

	readonly #name: string;
	readonly #after: pulumi.Input<pulumi.Resource>[];
	readonly #hosts: ManagedHost[] = [];

	/**
	 * @param declaration may contain secrets. The model does not.
	 * @throws pulumi.RunError with every problem of the declaration at once, before anything is registered.
	 */
	protected constructor(
		token: string,
		name: string,
		door: Door<Model>,
		declaration: object,
		options: pulumi.ComponentResourceOptions | undefined,
	) {
		refuseProblems(door, name, declaration);
		super(`lvs:index:${token}`, name, {}, options);
		this.#name = name;
		// Pulumi does not pass `dependsOn` of a component on to its children, so we do
		this.#after = [
			options?.dependsOn ?? [],
		].flat() as pulumi.Input<pulumi.Resource>[];
		this.model = pulumi
			.output(withholdSecrets(declaration, door.isSecret) as pulumi.Inputs)
			.apply((known) => plainly(() => door.parse(name, known)));
	}

	/** Host -> a word that changes with each change of the host, so that smoke tests run again. */
	get revisions(): pulumi.Output<Record<string, string>> {
		return revisionsOf(this.#hosts);
	}

	/** Registers one host in one role. */
	protected manage(host: {
		readonly role: Role;
		/** The host's name in the declaration. */
		readonly name: string;
		/** The last part of the resource's name, after the component's. Default: the name of the host. */
		readonly as?: string;
		readonly declared: Inputs<HostConnection>;
		readonly part: (model: Model) => HostPart;
		readonly vip?: pulumi.Input<string>;
		/** Name -> value of the secrets that stand as `@secret:NAME@` in the desired state. */
		readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
		/** Resources that are created before this host, and removed after it. */
		readonly after?: readonly pulumi.Resource[];
		/** Hosts among them: a change of one updates this host too. */
		readonly follows?: readonly ManagedHost[];
	}): ManagedHost {
		const {
			role,
			name,
			as = name,
			declared,
			vip,
			secrets = {},
			after = [],
			follows = [],
		} = host;
		const part = this.model.apply((model) => plainly(() => host.part(model)));
		const made = new ManagedHost(
			`${this.#name}-${as}`,
			{
				component: this.#name,
				role,
				name,
				...(vip === undefined ? {} : { vip }),
				connection: withPrivateKeys(
					part.apply(({ connection }) => connection),
					declared,
				),
				desired: part.apply(({ desired }) => desired),
				...(Object.keys(secrets).length === 0
					? {}
					: { secrets: pulumi.secret(pulumi.all(secrets)) }),
				follows: revisionsOf(follows),
			},
			{ parent: this, dependsOn: [...after, ...this.#after] },
		);
		this.#hosts.push(made);
		return made;
	}
}

function revisionsOf(
	hosts: readonly ManagedHost[],
): pulumi.Output<Record<string, string>> {
	return pulumi.all(
		Object.fromEntries(
			hosts.map(({ declaredName, revision }) => [declaredName, revision]),
		),
	);
}

function refuseProblems(
	door: Door<unknown>,
	name: string,
	declaration: object,
): void {
	const problems = door.check(name, knownPart(declaration));
	plainly(() => {
		if (problems.length > 0)
			throw new DeclarationError(subject(door.what, name), problems);
	});
}
