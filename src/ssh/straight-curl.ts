/**
 * Begins the script of a client that asks the cluster. It ends with 127 where curl is missing. What is asked has an address of the cluster, so no proxy of the
 * client's environment stands between; and its curl is called as `curl -q`, which reads no configuration of the user (`-q` counts as the first word alone).
 *
 * The variables hold for every request of one curl; the option `noproxy` of curl is forgotten at each `next`.
 */
export const straightCurl = `command -v curl >/dev/null || exit 127
no_proxy='*' NO_PROXY='*'
export no_proxy NO_PROXY`;
