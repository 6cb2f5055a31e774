/**
 * The places where the type of a declaration and its schema disagree, each with the reason: a key that one of them lacks, a key that only one of them makes
 * optional, a value of another type. `never` if they agree everywhere.
 */
export type Differences<Declared, Taken, Path extends string = ""> = {
	readonly [Key in (KeysOf<Declared> | KeysOf<Taken>) & string]: [Key] extends [
		KeysOf<Declared>,
	]
		? [Key] extends [KeysOf<Taken>]
			? MayLack<Declared, Key> extends MayLack<Taken, Key>
				? InValue<
						Exclude<ValueOf<Declared, Key>, undefined>,
						Exclude<ValueOf<Taken, Key>, undefined>,
						`${Path}${Key}`,
						Declared
					>
				: `${Path}${Key}: only one of type and schema lets it be missing`
			: `${Path}${Key}: the schema lacks it`
		: `${Path}${Key}: the type lacks it`;
}[(KeysOf<Declared> | KeysOf<Taken>) & string];

/** @typeParam Outer the declaration that has the value. A value of its own type, as a connection's jump, is not looked at again. */
type InValue<Declared, Taken, Path extends string, Outer> =
	Same<Declared, Outer> extends true
		? never
		: [IsObject<Declared>, IsObject<Taken>] extends [true, true]
			? [IsRecord<Declared>, IsRecord<Taken>] extends [true, true]
				? InValue<
						Declared[keyof Declared],
						Taken[keyof Taken],
						`${Path}.NAME`,
						Outer
					>
				: Same<IsRecord<Declared>, IsRecord<Taken>> extends true
					? Differences<Declared, Taken, `${Path}.`>
					: `${Path}: of another type`
			: Same<Declared, Taken> extends true
				? never
				: `${Path}: of another type`;

/** Each key of any form of the declaration. */
type KeysOf<Declared> = Declared extends unknown ? keyof Declared : never;

/** Includes `undefined` where one form of the declaration lacks the key. */
type ValueOf<Declared, Key> = Declared extends unknown
	? Key extends keyof Declared
		? Declared[Key]
		: undefined
	: never;

type MayLack<Declared, Key> =
	undefined extends ValueOf<Declared, Key> ? true : false;

type Same<One, Other> = [One] extends [Other]
	? [Other] extends [One]
		? true
		: false
	: false;

type IsObject<Value> = [Value] extends [object]
	? [Value] extends [readonly unknown[]]
		? false
		: true
	: false;

type IsRecord<Value> = string extends keyof Value ? true : false;
