# The same stratified draw as survey statisticians write it: read.csv, sampling::strata.
# Rscript bench/baseline.R objects.csv PERCENT LIST.csv
suppressPackageStartupMessages(library(sampling))
arguments <- commandArgs(trailingOnly = TRUE)
objects <- read.csv(arguments[1], colClasses = "character", encoding = "UTF-8", check.names = FALSE)
objects <- objects[objects[["登记状态"]] %in% c("", "存续", "开业", "在业", "在营", "存续（在营、开业、在册）"), ]
objects <- objects[order(objects[["风险等级"]], objects[["信用等级"]]), ]
names(objects)[match(c("风险等级", "信用等级"), names(objects))] <- c("risk", "credit")
cells <- interaction(objects$risk, objects$credit, drop = TRUE)
size <- ceiling(as.vector(table(factor(cells, levels = unique(cells)))) * as.numeric(arguments[2]) / 100)
drawn <- getdata(objects, strata(objects, c("risk", "credit"), size = size, method = "srswor"))
write.csv(drawn, arguments[3], row.names = FALSE)
