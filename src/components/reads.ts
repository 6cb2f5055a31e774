import * as pulumi from "@pulumi/pulumi";
import { DeclarationError, type Problem } from "../errors.ts";
import type { Cluster as ClusterModel } from "../model/cluster.ts";
import type { Database as DatabaseModel } from "../model/database.ts";
import { defaults } from "../model/defaults.ts";
import { type Asked, readers } from "../model/readers.ts";
import { type ReadsDeclaration, readOwnWritesSeconds } from "../model/reads.ts";
import { unknownKey } from "../model/unknown-key.ts";
import { wanted } from "../model/wanted.ts";
import type { Cluster } from "./cluster.ts";
import { notComponent } from "./component-problem.ts";
import { knownPart } from "./inputs.ts";
import { isPlainObject } from "./object-or-empty.ts";
import { plainly } from "./plainly.ts";

/** The replicas from which an application reads. */
export interface ReadsArgs {
	/** The cluster whose real servers are the replicas. */
	readonly cluster: Cluster;
	/** Name of its service for the replicas. */
	readonly service: string;
	/**
	 * For how many seconds a visitor who wrote something reads from the engine that takes writes, 0 to 3600. It must be more than a replica may be behind by the
	 * service's check. With 0, visitors may miss what they just wrote. Default 30.
	 */
	readonly ownWritesSeconds?: number;
}

/** Where an application reads, whose parts may come later. */
export type ReadsAccess = {
	readonly [Key in keyof ReadsDeclaration]: pulumi.Input<ReadsDeclaration[Key]>;
};

interface WithModel<Model> {
	readonly model: pulumi.Output<Model>;
	/** Undefined: it is not known yet. */
	readonly known: Model | undefined;
}

/**
 * What an application must know to read from the replicas of a database.
 *
 * @param name of the database's component.
 * @throws pulumi.RunError with what is wrong, at once where the declarations of both are known.
 */
export function readsOf(
	name: string,
	database: WithModel<DatabaseModel>,
	hasReplicas: boolean,
	reads: ReadsArgs,
): ReadsAccess {
	const refuse = (problems: readonly Problem[]) => {
		if (problems.length > 0)
			throw new DeclarationError(`database ${name}`, problems);
	};
	plainly(() => refuse(wrongArgs(reads, hasReplicas)));
	const asked: Asked = {
		service: reads.service,
		ownWritesSeconds: reads.ownWritesSeconds ?? defaults.ownWritesSeconds,
	};
	const decide = (known: DatabaseModel, cluster: ClusterModel) =>
		plainly(() => {
			const found = readers(known, cluster, asked);
			if ("value" in found) return found.value;
			throw new DeclarationError(`database ${name}`, found.problems);
		});
	const { cluster } = reads;
	if (database.known !== undefined && cluster.known !== undefined)
		return decide(database.known, cluster.known);
	const later = pulumi
		.all([database.model, cluster.model])
		.apply(([known, model]) =>
			decide(known as DatabaseModel, model as ClusterModel),
		);
	return {
		address: later.apply(({ address }) => address),
		port: later.apply(({ port = defaults.databasePort }) => port),
		ownWritesSeconds: asked.ownWritesSeconds,
		machines: later.apply(({ machines = [] }) => machines),
	};
}

function wrongArgs(reads: unknown, hasReplicas: boolean): Problem[] {
	const path = "access.reads";
	if (!isPlainObject(reads))
		return [
			{
				path,
				message: wanted(
					'an object like { cluster: reading, service: "mariadb" }',
					knownPart(reads),
				),
			},
		];
	const { cluster, service, ownWritesSeconds, ...others } =
		reads as Partial<ReadsArgs>;
	const seconds =
		ownWritesSeconds === undefined
			? { value: undefined }
			: readOwnWritesSeconds(ownWritesSeconds);
	return [
		...(hasReplicas
			? []
			: [
					{
						path,
						message:
							"this database has no replicas, so there is nothing else to read from; declare `replicas`, or leave this out",
					},
				]),
		...Object.keys(others).map((key) => ({
			path,
			message: unknownKey(key, ["cluster", "service", "ownWritesSeconds"]),
		})),
		...notComponent(`${path}.cluster`, "Cluster", cluster),
		...(typeof service === "string"
			? []
			: [
					{
						path: `${path}.service`,
						message: wanted(
							'the name of a service like "mariadb"',
							knownPart(service),
						),
					},
				]),
		...("problem" in seconds
			? [{ path: `${path}.ownWritesSeconds`, message: seconds.problem }]
			: []),
	];
}
