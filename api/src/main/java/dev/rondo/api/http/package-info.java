/// HTTP: routes, requests, answers, and the rules that hold for all of them.
@NullMarked
package dev.rondo.api.http;

import org.jspecify.annotations.NullMarked;
