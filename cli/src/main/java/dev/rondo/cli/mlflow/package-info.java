/// Reads what an MLflow store holds, in whichever of its forms, and brings it to a server of ours.
@NullMarked
package dev.rondo.cli.mlflow;

import org.jspecify.annotations.NullMarked;
