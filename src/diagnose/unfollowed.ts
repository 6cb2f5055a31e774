import { type Course, requests } from "./course.ts";

/** A remark on an answered probe of which the director saw nothing. */
export function unfollowed(course: Course): string | undefined {
	const { director, result, from, server } = course;
	return director !== undefined &&
		result?.connected &&
		server === undefined &&
		requests(course, director)?.length === 0
		? `${director.name}: saw this probe from another address, or not at all: something on the way replaces the client's address ${from}, so that which real server answered is not known`
		: undefined;
}
