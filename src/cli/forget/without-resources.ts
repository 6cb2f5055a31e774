/** A resource in an exported state, with only the parts that name other resources. */
export interface StateResource {
	readonly urn: string;
	readonly type: string;
	readonly protect?: boolean;
	/** It was replaced, and has not been removed yet. */
	readonly delete?: boolean;
	readonly dependencies?: readonly string[];
	readonly propertyDependencies?: Readonly<
		Record<string, readonly string[] | null>
	>;
	readonly deletedWith?: string;
	readonly replaceWith?: readonly string[];
	readonly outputs?: unknown;
}

/** The output of `pulumi stack export`. */
export interface ExportedState {
	readonly deployment: {
		readonly resources?: readonly StateResource[];
		/** Operations that a killed run had begun. */
		readonly pending_operations?: readonly {
			readonly resource: { readonly urn: string };
		}[];
	};
}

/**
 * The state without some resources, given by their places in it. Others that depend on them stay and lose that dependency: `pulumi state delete` would refuse,
 * or delete those too. The next `up` updates them and writes their dependencies anew.
 */
export function withoutResources<State extends ExportedState>(
	state: State,
	places: ReadonlySet<number>,
): State {
	const { resources = [], pending_operations } = state.deployment;
	const kept = resources.filter((_resource, place) => !places.has(place));
	// one that has not been replaced yet may be there twice
	const left = new Set(kept.map(({ urn }) => urn));
	const gone = new Set(
		resources.map(({ urn }) => urn).filter((urn) => !left.has(urn)),
	);
	const others = (urns: readonly string[]) =>
		urns.filter((urn) => !gone.has(urn));
	return {
		...state,
		deployment: {
			...state.deployment,
			resources: kept.map((resource) => withoutLinks(resource, gone, others)),
			...(pending_operations === undefined
				? {}
				: {
						pending_operations: pending_operations.filter(
							({ resource }) => !gone.has(resource.urn),
						),
					}),
		},
	};
}

function withoutLinks(
	{ deletedWith, ...resource }: StateResource,
	gone: ReadonlySet<string>,
	others: (urns: readonly string[]) => string[],
): StateResource {
	const { dependencies, propertyDependencies, replaceWith } = resource;
	return {
		...resource,
		...(deletedWith === undefined || gone.has(deletedWith)
			? {}
			: { deletedWith }),
		...(dependencies === undefined
			? {}
			: { dependencies: others(dependencies) }),
		...(replaceWith === undefined ? {} : { replaceWith: others(replaceWith) }),
		...(propertyDependencies === undefined
			? {}
			: {
					propertyDependencies: Object.fromEntries(
						Object.entries(propertyDependencies).map(([key, urns]) => [
							key,
							urns && others(urns),
						]),
					),
				}),
	};
}
