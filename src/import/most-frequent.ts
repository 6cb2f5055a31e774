/** The value that occurs most often among several. If there are several such values, the first one. */
export function mostFrequent<Value>(values: readonly Value[]): Value {
	const count = new Map<Value, number>();
	for (const value of values) count.set(value, (count.get(value) ?? 0) + 1);
	const most = Math.max(...count.values());
	return values.find((value) => count.get(value) === most) as Value;
}
