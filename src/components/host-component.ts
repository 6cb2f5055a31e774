import * as pulumi from "@pulumi/pulumi";
import { DeclarationError, type Problem } from "../errors.ts";
import type { Desired, Role } from "../model/desired.ts";
import { type Door, subject } from "../model/door.ts";
import type { HostConnection } from "../model/host.ts";
import { textFormat } from "../model/wire-text.ts";
import { hostKey } from "../smoke/planned-act.ts";
import { withBadFiles } from "./bad-files.ts";
import { type Claimant, claimant } from "./claims.ts";
import { ManagedHost } from "./host.ts";
import { type Inputs, isKnown, knownPart, withholdSecrets } from "./inputs.ts";
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
	readonly #known: () => Model | undefined;
	readonly #after: pulumi.Input<pulumi.Resource>[];
	readonly #hosts: ManagedHost[] = [];
	readonly #connections: Record<string, pulumi.Output<HostConnection>> = {};

	/**
	 * @param declaration with its secrets, which are not passed on from here.
	 * @param more problems of arguments that are no part of the declaration.
	 * @throws pulumi.RunError with every problem of the declaration at once, before anything is registered.
	 */
	protected constructor(
		token: string,
		name: string,
		door: Door<Model>,
		declaration: object,
		options: pulumi.ComponentResourceOptions | undefined,
		more: readonly Problem[] = [],
	) {
		const inProgram = claimant(subject(door.what, name));
		const declared = knownPart(declaration);
		refuseProblems(door, name, declared, more, inProgram);
		super(`lvs:index:${token}`, name, {}, options);
		this.#name = name;
		const open = withholdSecrets(declaration, door.isSecret);
		this.#known = () =>
			isKnown(open) ? door.parse(name, knownPart(open)) : undefined;
		for (const { path, message } of door.remarks(declared))
			pulumi.log.warn(`${subject(door.what, name)}: ${path}: ${message}`, this);
		// children wait for the same resources as their component: Pulumi does not pass that on
		this.#after = [
			options?.dependsOn ?? [],
		].flat() as pulumi.Input<pulumi.Resource>[];
		this.model = pulumi.output(open as pulumi.Inputs).apply((known) =>
			plainly(() => {
				const model = door.parse(name, known);
				refuse(door, name, inProgram.claim(door.claims(name, known)));
				return model;
			}),
		);
	}

	/** The model, if everything but the secrets of the declaration is known at once: others can then refuse at once what does not fit it. Internal. */
	get known(): Model | undefined {
		return this.#known();
	}

	/** Host -> a word that changes with each change of the host, so that smoke tests run again. */
	get revisions(): pulumi.Output<Record<string, string>> {
		return revisionsOf(this.#hosts);
	}

	/** How each host is reached, with its private keys, by `hostKey`. */
	get connections(): pulumi.Output<Record<string, HostConnection>> {
		return pulumi.all(this.#connections);
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
		/** Name -> value of the secrets in the desired state. */
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
		const connection = withPrivateKeys(
			part.apply(({ connection }) => connection),
			declared,
		);
		this.#connections[hostKey({ role, name })] = connection;
		const made = new ManagedHost(
			`${this.#name}-${as}`,
			{
				component: this.#name,
				role,
				name,
				stack: `${pulumi.getProject()}/${pulumi.getStack()}`,
				...(vip === undefined ? {} : { vip }),
				connection,
				desired: part.apply(({ desired }) => desired),
				textFormat,
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

/**
 * For a component that takes its declaration apart before it passes it to this class.
 *
 * @throws pulumi.RunError as the constructor does.
 */
export function refuseWrong(
	door: Door<unknown>,
	name: string,
	declaration: unknown,
	more: readonly Problem[],
): void {
	const known = knownPart(declaration);
	plainly(() => refuse(door, name, [...door.check(name, known), ...more]));
}

function refuseProblems(
	door: Door<unknown>,
	name: string,
	known: unknown,
	more: readonly Problem[],
	inProgram: Claimant,
): void {
	const problems = [
		...withBadFiles(door.check(name, known), door.files(known)),
		...more,
		...inProgram.claim(door.claims(name, known)),
	];
	// a declaration that is refused claims nothing
	if (problems.length > 0) inProgram.claim([]);
	plainly(() => refuse(door, name, problems));
}

function refuse(
	door: Door<unknown>,
	name: string,
	problems: readonly Problem[],
): void {
	if (problems.length > 0)
		throw new DeclarationError(subject(door.what, name), problems);
}
