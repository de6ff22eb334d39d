package dev.signalbox.standard.quality;

import java.util.List;

/// What was learnt for queries of which the caller tells the group, as the outcome table named groups.
///
/// @param groups their names, in the order of the numbers
/// @param quality for queries with an embedding and a told group
public record GroupCalibrated(List<String> groups, Ensemble quality) {
    public GroupCalibrated {
        groups = List.copyOf(groups);
        for (var member : quality.members()) {
            if (member instanceof GroupRidge ridge && ridge.groups() != groups.size()) {
                throw new IllegalArgumentException("a told group needs its numbers");
            }
        }
    }
}
