/**
 * Where the files of an application's users are: on its one real server, in a `SharedStorage`, or shared by the user by other means.
 */
export type FilesPlace = "here" | "storage" | "elsewhere";
