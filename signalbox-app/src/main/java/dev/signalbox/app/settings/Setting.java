package dev.signalbox.app.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What one setting is. The reader of files, the JSON Schema and the reference page are made from this and from the
/// component's type; its name in the file is the component's in snake case.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Setting {
    /// A sentence for people.
    String about();

    /// What holds where the file says nothing, as YAML. Without it the setting is required, unless its type is
    /// optional.
    String absent() default "";

    /// The least number, time (in milliseconds) or amount (in bytes).
    double least() default Double.NEGATIVE_INFINITY;

    /// The greatest, likewise.
    double most() default Double.POSITIVE_INFINITY;

    /// The map or list that every name given here must stand in, such as `models`; a `*` is the entry in which this
    /// setting stands.
    String refersTo() default "";

    /// The setting's name in earlier versions. A file that still uses it gets an error that names the new one.
    String formerly() default "";

    /// Whether the setting has no name of its own: a form's settings then stand beside its record's other ones.
    boolean inline() default false;
}
