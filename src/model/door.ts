import type * as z from "zod";
import { DeclarationError, type Problem } from "../errors.ts";
import { asWritten } from "./as-written.ts";
import type { Claim } from "./claim.ts";
import type { Differences } from "./differences.ts";
import { type FileNamed, filesNamed } from "./files-named.ts";
import { type Finding, toProblem } from "./finding.ts";
import { freezeDeep } from "./freeze-deep.ts";
import { isSecretLeaf } from "./leaf.ts";
import { isName, nameAdvice } from "./name.ts";
import { schemasAlong } from "./schemas-along.ts";
import { shapeFindings } from "./shape-findings.ts";
import { type ObjectSketch, sketch } from "./sketch.ts";
import { wanted } from "./wanted.ts";
import { withArticle } from "./with-article.ts";

/** The single way in for declarations of one kind of component. Code behind the door does not check them again. */
export interface Door<Model> {
	/** The kind of component in one word, for messages: `cluster`. */
	readonly what: string;
	/**
	 * Finds what is wrong with a declaration, while some of its leaves may still be `unknown`, as in a preview. It says nothing
	 * about unknown leaves and skips rules that need them. Empty: nothing is wrong as far as is known.
	 */
	check(name: string, declaration: unknown): Problem[];
	/**
	 * Checks the declaration and returns its model, with every default filled in, deeply frozen.
	 *
	 * @throws DeclarationError with every problem at once. A leaf that is `unknown` is a problem like any other bad value.
	 */
	parse(name: string, declaration: unknown): Model;
	/** Values that are allowed but probably not meant, in a declaration with nothing wrong; leaves may be `unknown`. */
	remarks(declaration: unknown): Problem[];
	/** Things that no other component of the program can have too; leaves may be `unknown`. */
	claims(name: string, declaration: unknown): Claim[];
	/** Whether a secret belongs at a place of the declaration. */
	isSecret(path: readonly string[]): boolean;
	/** The files on the machine of the program that a declaration names, some of whose leaves may be `unknown`. */
	files(declaration: unknown): FileNamed[];
}

/** How the declarations of one kind of component are read. */
interface Kind<Schema extends z.ZodObject, Model> {
	readonly what: string;
	readonly schema: Schema;
	/** Checks what must hold between leaves. It says nothing about leaves that are bad or unknown. */
	rules(sketch: ObjectSketch<Schema["shape"]>): Finding[];
	remarks?(sketch: ObjectSketch<Schema["shape"]>): Finding[];
	claims?(sketch: ObjectSketch<Schema["shape"]>, name: string): Claim[];
	/** Checks what can only be said of a whole declaration, in which nothing else is wrong and nothing is unknown. */
	limits?(model: Model): Finding[];
	/** Decides every default. */
	resolve(name: string, read: z.output<Schema>): Model;
}

/** `unknown` if the schema accepts exactly what the type lets a user write; else the compiler says what is missing. */
type Agreement<Declared, Schema> = [
	Differences<Declared, z.input<Schema>>,
] extends [never]
	? unknown
	: {
			readonly typeAndSchemaDiffer: Differences<Declared, z.input<Schema>>;
		};

/**
 * Makes the door for declarations of a type: `door<StorageDeclaration>()({ … })`. It does not compile where type and schema disagree on any
 * key, on what may be left out, or on the type of a value. (Two calls, as TypeScript infers all type parameters of a call or none.)
 */
export function door<Declared>() {
	return <Schema extends z.ZodObject, Model>(
		kind: Kind<Schema, Model> & Agreement<Declared, Schema>,
	): Door<Model> => makeDoor(kind);
}

function makeDoor<Schema extends z.ZodObject, Model>(
	kind: Kind<Schema, Model>,
): Door<Model> {
	const {
		what,
		schema,
		rules,
		remarks = () => [],
		claims = () => [],
		limits = () => [],
		resolve,
	} = kind;
	const read = (name: string, declaration: unknown, acceptUnknown: boolean) => {
		const parsed = schema.safeParse(declaration, { reportInput: true });
		const findings = [
			...nameFindings(what, name),
			...shapeFindings(schema, parsed.error, { acceptUnknown }),
			...rules(sketch(schema, declaration)),
		];
		if (!parsed.success || findings.length > 0)
			return { model: undefined, problems: findings.map(toProblem) };
		const model = resolve(name, parsed.data);
		return { model, problems: limits(model).map(toProblem) };
	};
	return {
		what,
		check: (name, declaration) => read(name, declaration, true).problems,
		parse(name, declaration) {
			const { model, problems } = read(name, declaration, false);
			if (model === undefined || problems.length > 0)
				throw new DeclarationError(subject(what, name), problems);
			return freezeDeep(model);
		},
		remarks: (declaration) =>
			remarks(sketch(schema, declaration)).map(toProblem),
		claims: (name, declaration) => [
			...(isName(name)
				? [{ kind: "name", path: ["name"], what, name } as const]
				: []),
			...claims(sketch(schema, declaration), name),
		],
		isSecret: (path) => {
			const along = schemasAlong(schema, path);
			const last = along[path.length];
			return last !== undefined && isSecretLeaf(last);
		},
		files: (declaration) => filesNamed(schema, declaration),
	};
}

/** What a DeclarationError is about, for its first line: "cluster web". */
export function subject(what: string, name: unknown): string {
	if (typeof name !== "string") return `${what} without a name`;
	return `${what} ${isName(name) ? name : asWritten(name)}`;
}

function nameFindings(what: string, name: unknown): Finding[] {
	return isName(name)
		? []
		: [
				{
					path: ["name"],
					message:
						typeof name === "string"
							? `${asWritten(name)} cannot name ${withArticle(what)}; ${nameAdvice}`
							: wanted(`the name of ${withArticle(what)} like "web"`, name),
				},
			];
}
