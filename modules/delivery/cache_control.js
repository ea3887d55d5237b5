// Runs on every answer to a viewer, behind the cache: what the edge keeps stays short-lived.
// UNVERSIONED and VERSIONED stand before this file.
function handler(event) {
    const headers = event.response.headers;
    // A variant's own Cache-Control is left as it is.
    if (!headers["cache-control"]) {
        const version = event.request.querystring.v;
        const etag = headers.etag;
        // For ever only what is the version asked for. Of another one, as when the picture was
        // replaced and the page is old, nobody knows what the same URL will give next time.
        const isVersion = version && etag && etag.value === '"' + version.value + '"';
        headers["cache-control"] = { value: isVersion ? VERSIONED : UNVERSIONED };
    }
    return event.response;
}
